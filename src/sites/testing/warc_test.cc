#include "decode.h"
#include "gzip.h"
#include <base/text.h>
#include <testing/farm.h>
#include <testing/fetch.h>
#include <testing/warc.h>

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace muster::testing {
namespace {

// npm's warcio, through tests/warc_check.mjs. A missing node or warcio fails the test.
int warcio_check(const std::string& file) {
  const std::string command = "cd " MUSTER_SOURCE_DIR "/tests && node warc_check.mjs '" + file + "'";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class Warc : public ::testing::Test {
 protected:
  Warc() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    folder_ = (std::filesystem::temp_directory_path() / ("muster-warc-" + new_id(clock_, random_))).string();
    std::filesystem::create_directories(folder_);
  }
  ~Warc() override { std::filesystem::remove_all(folder_); }
  std::string evidence(const std::string& host) {
    FetchOptions options;
    options.farm = *parse_farm(farm_.names_file());
    options.visit_max = std::chrono::seconds(3);
    options.robots = RobotsPolicy::ignore;
    visit_ = Fetcher(options, clock_).visit("http://" + host + "/");
    return evidence_of(visit_, {"run-1", "muster/test", R"({"exit":"default"})", R"({"score":0.5})"}, clock_, random_);
  }
  std::string write(const std::string& bytes) {
    const std::string path = folder_ + "/x.warc.gz";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  SystemClock clock_;
  SystemRandom random_;
  Farm farm_;
  Visit visit_;
  std::string folder_;
};

TEST_F(Warc, OthersReadWhatWeWrite) {
  for (const char* host : {"go-001.example", "chunked.example", "gbk.example", "cut-off.example", "to-metadata.example",
                           "silent.example", "garbage.example", "fat-head.example"})
    EXPECT_EQ(warcio_check(write(evidence(host))), 0) << host;
}

TEST_F(Warc, TheCheckFindsAChangedByte) {
  const auto records = *read_warc(evidence("shop-001.example"));
  std::string file;
  for (WarcRecord record : records) {
    // As warc_member writes it, but with another block under the old digest.
    std::string text = "WARC/1.1\r\n";
    for (const auto& [name, value] : record.headers) text += name + ": " + value + "\r\n";
    if (record.type == "response") record.block.back() ^= 1;
    text += "\r\n" + record.block + "\r\n\r\n";
    file += gzip_member(text);
  }
  EXPECT_EQ(warcio_check(write(file)), 1);
  EXPECT_EQ(read_warc(file).error().code, "warc_digest");
}

TEST_F(Warc, HoldsEveryHopAsReceived) {
  const auto records = *read_warc(evidence("go-001.example"));
  std::vector<std::string> types;
  for (const auto& record : records) types.push_back(record.type);
  EXPECT_EQ(types, (std::vector<std::string>{"warcinfo", "request", "response", "request", "response", "request",
                                             "response", "request", "response", "metadata"}));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(records[1 + 2 * i].block, visit_.hops[i].request);
    EXPECT_EQ(records[2 + 2 * i].block, visit_.hops[i].head + visit_.hops[i].body);
    EXPECT_EQ(records[2 + 2 * i].header("warc-concurrent-to"), records[1 + 2 * i].header("WARC-Record-ID"));
    EXPECT_EQ(records[2 + 2 * i].header("WARC-IP-Address"), "127.0.0.1");
  }
  EXPECT_NE(records.back().block.find("\"hops\":[{"), std::string::npos);
  EXPECT_NE(records.back().block.find("\"exit\":\"default\""), std::string::npos);
}

TEST_F(Warc, MarksWhatWasCut) {
  const auto of = [&](const char* host) {
    const auto records = *read_warc(evidence(host));
    for (const auto& record : records)
      if (record.type == "response") return record.header("WARC-Truncated");
    return std::string("none");
  };
  EXPECT_EQ(of("endless.example"), "time");
  EXPECT_EQ(of("cut-off.example"), "disconnect");
  EXPECT_EQ(of("fat-body.example"), "length");
  EXPECT_EQ(of("shop-001.example"), "");
}

std::size_t records_of(std::string_view file) {
  const auto records = read_warc(file);
  return records.ok() ? records->size() : 0;
}

TEST_F(Warc, HostileFilesAreErrors) {
  const std::string good = evidence("shop-001.example");
  for (std::size_t at = 0; at < good.size(); at += 97) {
    std::string changed = good;
    changed[at] ^= 0x10;
    (void)read_warc(changed);  // an error or the same records; never a crash
    if (at > 0) EXPECT_LT(records_of(std::string_view(good).substr(0, at)), 4u) << at;
  }
  EXPECT_EQ(read_warc("").error().code, "warc_format");
  EXPECT_EQ(read_warc("not gzip").error().code, "warc_gzip");
  EXPECT_EQ(read_warc(good + "x").error().code, "warc_gzip");
  EXPECT_EQ(read_warc(gzip_member("HTTP/1.1 200 OK\r\n\r\n")).error().code, "warc_format");
  EXPECT_EQ(read_warc(gzip_member(std::string(100u << 20, 'a'))).error().code, "warc_too_large");
  EXPECT_EQ(read_warc(gzip_member("WARC/1.1\r\nWARC-Type: x\r\nWARC-Record-ID: y\r\nWARC-Date: z\r\nContent-Length: "
                                  "99999999999999999999\r\n\r\n"))
                .error()
                .code,
            "warc_format");
  std::string many;
  for (int i = 0; i < 300; ++i) many += warc_member({"metadata", {{"WARC-Record-ID", "<x>"}, {"WARC-Date", "y"}}, "z"});
  EXPECT_EQ(read_warc(many).error().code, "warc_too_large");
}

TEST(WarcDigest, Base32) {
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(to_base32("f"), "MY");
  EXPECT_EQ(warc_digest(""), "sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ");
}

}  // namespace
}  // namespace muster::testing

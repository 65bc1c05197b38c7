#include <base/files.h>
#include <testing/farm.h>
#include <testing/fetch.h>
#include <testing/warc.h>

#include <cstdlib>
#include <filesystem>

#include <evidence/cdxj.h>
#include <evidence/index.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace muster::evidence {
namespace {

TEST(Surt, AsOthersWriteIt) {
  EXPECT_EQ(surt_of("http://Shop.example"), "example,shop)/");
  EXPECT_EQ(surt_of("https://www3.Shop.example:443/A/b?Z=1&a=2#top"), "example,shop)/a/b?a=2&z=1");
  EXPECT_EQ(surt_of("http://user:word@shop.example:8080?q"), "example,shop:8080)/?q");
  EXPECT_EQ(surt_of("http://[2001:db8::1]:81/x?"), "[2001:db8::1]:81)/x");
  EXPECT_EQ(surt_of("urn:x-y"), "urn:x-y");
  EXPECT_EQ(surt_of(""), "");
}

TEST(CdxjLine, ReadsWhatItWrites) {
  const CdxjLine line{"example,shop)/",
                      "20260301093000",
                      "http://shop.example/\"",
                      "text/html",
                      "200",
                      "sha256:ABC",
                      "a.warc.gz",
                      7,
                      9};
  const auto back = parse_cdxj_line(to_text(line));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_text(*back), to_text(line));
  for (const char* bad : {"", "x", "k 20260301093000", "k 2026 {}", "k 20260301093000 {}", "k 20260301093000 [1]",
                          "k 20260301093000 {\"url\":\"u\",\"filename\":\"f\",\"offset\":\"-1\",\"length\":\"1\"}"})
    EXPECT_EQ(parse_cdxj_line(bad).error().code, "cdxj_line") << bad;
}

class EvidenceIndex : public ::testing::Test {
 protected:
  EvidenceIndex() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    folder_ = (std::filesystem::temp_directory_path() / ("muster-index-" + new_id(clock_, random_))).string();
    month_ = to_day(clock_.now()).substr(0, 7);
    month_folder_ = folder_ + "/" + month_.substr(0, 4) + "/" + month_.substr(5);
    std::filesystem::create_directories(month_folder_);
  }
  ~EvidenceIndex() override { std::filesystem::remove_all(folder_); }
  // As a test of that site leaves it; with what `known` says referred to.
  testing::PayloadsWritten visit(const std::string& host, std::map<std::string, testing::KnownPayload> known = {}) {
    testing::FetchOptions options;
    options.farm = *testing::parse_farm(farm_.names_file());
    options.robots = testing::RobotsPolicy::ignore;
    const std::string id = new_id(clock_, random_);
    testing::PayloadsWritten out;
    testing::EvidenceNotes notes{id, "muster/test", "{}", "{}"};
    notes.known = std::move(known);
    const auto visited = testing::Fetcher(options, clock_).visit("http://" + host + "/");
    const auto warc = testing::evidence_of(visited, notes, clock_, random_, {}, &out);
    if (!replace_file(month_folder_ + "/" + id + ".warc.gz", warc).ok()) throw std::runtime_error("disk");
    for (auto& [url, payload] : out.whole) {
      payload.run_id = id;
      payload.file = month_folder_ + "/" + id + ".warc.gz";
    }
    return out;
  }
  int by_others() {
    const int status = std::system(
        ("cd " MUSTER_SOURCE_DIR "/tests && node cdxj_check.mjs '" + month_folder_ + "/index.cdxj'").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  SystemClock clock_;
  SystemRandom random_;
  testing::Farm farm_;
  std::string folder_, month_, month_folder_;
};

TEST_F(EvidenceIndex, AgreesWithTheRecordsAndWithOthers) {
  for (const char* host : {"go-001.example", "chunked.example", "gbk.example", "shop-002.example"}) visit(host);
  const auto first = visit("shop-001.example");
  ASSERT_EQ(visit("shop-001.example", first.whole).referred.size(), 1u);
  const Index index(folder_);
  EXPECT_EQ(index.months(), std::vector<std::string>{month_});
  const auto made = index.make(month_);
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->files, 6);
  EXPECT_EQ(made->lines, 9);  // go-001 has four answers
  EXPECT_EQ(*index.check(month_), 9);
  EXPECT_EQ(by_others(), 0);
  const std::string whole = *read_file(month_folder_ + "/index.cdxj");
  // The same in pieces on disk.
  ASSERT_TRUE(index.make(month_, {.memory_bytes = 1}).ok());
  EXPECT_EQ(*read_file(month_folder_ + "/index.cdxj"), whole);
  for (const auto& entry : std::filesystem::directory_iterator(month_folder_))
    EXPECT_EQ(entry.path().string().find(".part-"), std::string::npos);
  const auto lines = index.of_url(month_, "http://shop-001.example");
  ASSERT_EQ(lines->size(), 2u);
  EXPECT_EQ(lines->at(0).status, "200");
  const auto found = index.nearest("http://SHOP-002.example/", "2026");
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(index.record_at(found->month, found->line)->starts_with("HTTP/1.1 200"));
  EXPECT_EQ(index.nearest("http://nobody.example/", "").error().code, "evidence_not_found");
  EXPECT_EQ(index.nearest("http://shop-002.example/", "yesterday").error().code, "timestamp_form");
}

TEST_F(EvidenceIndex, FindsWhatDiffers) {
  visit("shop-001.example");
  const Index index(folder_);
  ASSERT_TRUE(index.make(month_).ok());
  const std::string path = month_folder_ + "/index.cdxj", good = *read_file(path);
  const auto line = *parse_cdxj_line(good.substr(0, good.find('\n')));
  const auto with = [&](const auto& change) {
    CdxjLine other = line;
    change(other);
    EXPECT_TRUE(replace_file(path, to_text(other) + "\n").ok());
    const auto checked = index.check(month_);
    EXPECT_EQ(by_others(), 1);
    return checked.ok() ? "" : checked.error().code;
  };
  EXPECT_EQ(with([](CdxjLine& x) { ++x.offset; }), "warc_gzip");
  EXPECT_EQ(with([](CdxjLine& x) { ++x.length; }), "index_wrong");
  EXPECT_EQ(with([](CdxjLine& x) { x.digest.back() ^= 1; }), "index_wrong");
  EXPECT_EQ(with([](CdxjLine& x) { x.url += "x"; }), "index_wrong");
  std::filesystem::remove(path);
  EXPECT_EQ(index.check(month_).error().code, "index_missing");
  EXPECT_EQ(index.make("2026-3").error().code, "month_form");
  EXPECT_EQ(index.make("1999-01").error().code, "month_empty");
  // A file that is no WARC is named, and the rest is indexed.
  ASSERT_TRUE(replace_file(month_folder_ + "/broken.warc.gz", "not gzip").ok());
  const auto made = index.make(month_);
  EXPECT_EQ(made->unreadable, std::vector<std::string>{"broken.warc.gz"});
  EXPECT_EQ(made->lines, 1);
  // Stopped: the one that was there stays.
  EXPECT_EQ(index.make(month_, {.progress = [](std::int64_t) { return false; }}).error().code, "index_stopped");
  EXPECT_EQ(*index.check(month_), 1);
}

// A search reads the line and its neighbours, wherever they stand.
TEST(IndexSearch, FindsEachLineOfALongIndex) {
  const std::string folder = (std::filesystem::temp_directory_path() / "muster-index-long").string();
  std::filesystem::create_directories(folder + "/2026/03");
  std::vector<std::string> lines;
  for (int i = 0; i < 2000; ++i) {
    const std::string url =
        "http://s" + std::to_string(i) + ".example/" + std::string(static_cast<std::size_t>(i % 90), 'p');
    lines.push_back(to_text({surt_of(url), "20260301000000", url, "", "", "d", "f", i, 1}));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  ASSERT_TRUE(replace_file(folder + "/2026/03/index.cdxj", text).ok());
  const Index index(folder);
  for (int i = 0; i < 2000; ++i) {
    const std::string url =
        "http://s" + std::to_string(i) + ".example/" + std::string(static_cast<std::size_t>(i % 90), 'p');
    const auto found = index.of_url("2026-03", url);
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 1u) << url;
    EXPECT_EQ(found->at(0).offset, i);
  }
  EXPECT_TRUE(index.of_url("2026-03", "http://s5000.example/")->empty());
  EXPECT_TRUE(index.of_url("2026-03", "http://zzz/")->empty());
  EXPECT_TRUE(index.of_url("2026-03", "http://a.aaa/")->empty());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace muster::evidence

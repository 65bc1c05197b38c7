// Whole sources in the formats of the intake room, against a register.
#include "feed.h"
#include <census/reconcile.h>
#include <intake/dnstap_specimen.h>
#include <intake/frame_stream.h>

#include <gtest/gtest.h>

namespace muster::census {
namespace {

using intake::append_data_frame;
using intake::Control;
using intake::control_frame;

std::shared_ptr<const Register> bytes_register() {
  RegisterBuilder builder({});
  builder.add_filing("filed.com", FilingState::filed);
  return *builder.finish();
}
Result<Outcome> census_of_bytes(std::string text, ReconcileOptions options = {}) {
  const auto source = from_text(std::move(text));
  options.day = 20'000;
  return reconcile(*source, *bytes_register(), options);
}
std::string names(const Outcome& outcome) {
  std::string out;
  for (const auto& d : outcome.differences) out += d.name + " ";
  return out;
}
std::string codes(const Outcome& outcome) {
  std::string out;
  for (const auto& [code, times] : outcome.intake.codes) out += code + "=" + std::to_string(times) + " ";
  return out;
}
std::string client_number(int i) {
  return {'\x0a', '\x01', static_cast<char>(i >> 8), static_cast<char>(i & 0xff)};
}
std::string asked(const std::string& name, int clients, int from = 0) {
  std::string out;
  for (int c = from; c < from + clients; ++c)
    append_data_frame(out,
                      intake::dnstap_message(
                          {.client = client_number(c), .seconds = 1'795'519'478, .dns = intake::dns_query_wire(name)}));
  return out;
}
const std::string kStart = control_frame(Control::start), kStop = control_frame(Control::stop);

TEST(CensusDnstap, CountsDistinctClients) {
  const auto outcome =
      census_of_bytes(kStart + asked("www.nine.com", 9) + asked("www.nine.com", 9) + asked("Twelve.com", 12) +
                      asked("www.filed.com", 30) + asked("3.2.0.192.in-addr.arpa", 12) + kStop);
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(outcome->format, Format::dnstap);
  EXPECT_EQ(names(*outcome), "twelve.com ");
  EXPECT_EQ(outcome->differences[0].first_day, 1'795'519'478 / 86'400);
  EXPECT_EQ(outcome->of(Standing::filed), 1u);
  EXPECT_EQ(outcome->intake.below_k, 1u);
  EXPECT_EQ(outcome->intake.not_sites, 12u);
  EXPECT_EQ(outcome->intake.lines, 9u + 9 + 12 + 30 + 12);
  EXPECT_EQ(codes(*outcome), "");
}

TEST(CensusDnstap, NothingIsDroppedSilently) {
  std::string bytes = kStart + asked("twelve.com", 12);
  append_data_frame(bytes, "no protobuf");
  append_data_frame(bytes, intake::dnstap_message({.dns = intake::dns_query_wire("a.com")}));
  append_data_frame(bytes, intake::dnstap_message({.client = client_number(1)}));
  append_data_frame(
      bytes, intake::dnstap_message({.type = 6, .client = client_number(1), .dns = intake::dns_query_wire("a.com")}));
  append_data_frame(bytes, std::string(200'000, 'x'));
  append_data_frame(bytes, std::string(5'000'000, 'x'));  // longer than a piece
  bytes += asked("late.com", 12) + asked("cut.com", 1);
  bytes.resize(bytes.size() - 3);
  const auto outcome = census_of_bytes(bytes);
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(names(*outcome), "late.com twelve.com ");
  EXPECT_EQ(codes(*outcome), "frame_too_long=2 dnstap_client=1 dnstap_form=1 dnstap_message=1 frame_cut_off=1 ");
  EXPECT_EQ(outcome->intake.bad_lines, 6u);
  EXPECT_EQ(outcome->intake.first[0].line, 13u);
  EXPECT_EQ(outcome->intake.first[0].field, "frame");
}

TEST(CensusDnstap, PiecesAndThreadsDontMatter) {
  std::string bytes = kStart;
  for (int i = 0; i < 3000; ++i) bytes += asked("site-" + std::to_string(i % 300) + ".com", 4, (i / 300) * 4);
  ASSERT_GT(bytes.size(), kPieceBytes);
  for (const unsigned threads : {1u, 2u, 5u}) {
    const auto outcome = census_of_bytes(bytes + kStop + bytes, {.threads = threads});  // two files behind each other
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->of(Standing::unfiled), 300u);
    EXPECT_EQ(outcome->intake.names, 24'000u);
    EXPECT_EQ(outcome->intake.lines, 24'000u);
  }
}

TEST(CensusDnstap, RefusesOtherStreams) {
  std::string other = kStart;
  other.replace(other.find("dnstap"), 6, "others");
  EXPECT_EQ(census_of_bytes(other + asked("a.com", 12)).error().code, "census_content");
  EXPECT_EQ(
      census_of_bytes(kStart + asked("a.com", 12) + std::string("\0\0\0\0\xff\xff\xff\xff", 8) + asked("a.com", 1))
          .error()
          .code,
      "census_frames");
  EXPECT_EQ(census_of_bytes("a.com\n", {.format = Format::dnstap}).error().code, "census_frames");
  EXPECT_EQ(census_of_bytes(kStart + asked("a.com", 12), {.format = Format::plain}).error().code, "census_format");
  EXPECT_EQ(census_of_bytes(kStart + kStop).error().code, "census_no_names");
}

TEST(CensusLogs, PowerdnsAndDnsdist) {
  std::string recursor = "Nov 24 11:24:33 Launching 2 worker threads\n", distributor;
  for (int c = 0; c < 12; ++c) {
    const std::string from = "10.1.2." + std::to_string(c);
    recursor += "Nov 24 11:24:37 3 [1/1] question for 'www.new.com|A' from " + from +
                ":40242\n"
                "Nov 24 11:24:37 3 [1/1] answer to question 'www.new.com|A': 0 answers, 1 additional\n";
    distributor += "[1795519478.888973] Packet from " + from + ":41237 for new.com. A with id 22264\n";
  }
  recursor += "Nov 24 11:24:40 2 question answered from packet cache tag=0 from 127.0.0.1:41310\n";
  const auto first = census_of_bytes(recursor), second = census_of_bytes(distributor);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->format, Format::powerdns);
  EXPECT_EQ(names(*first), "new.com ");
  EXPECT_EQ(codes(*first), "log_without_name=1 ");
  EXPECT_EQ(second->format, Format::dnsdist);
  EXPECT_EQ(names(*second), "new.com ");
}

TEST(CensusZone, NamesOfAZone) {
  const auto outcome = census_of_bytes(
      "$ORIGIN com.\n@ IN SOA a. b. (\n 1 2 3\n 4 5 )\nfiled NS ns.x.\nnew 300 IN NS ns.x.\n\tNS ns2.x.\n"
      "1avvqn74sg75ukfvf25dgcethgq638ek NSEC3 1 1 0 - abc\nbad..name NS x.\nwww.deep A 192.0.2.1\n_srv.deep CNAME x.\n"
      "$INCLUDE other\n");
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(outcome->format, Format::zone);
  EXPECT_EQ(names(*outcome), "deep.com new.com ");
  EXPECT_EQ(outcome->of(Standing::filed), 1u);
  EXPECT_EQ(codes(*outcome), "zone_include=1 zone_name=1 ");
  EXPECT_EQ(outcome->intake.first[0].line, 9u);
  const auto relative = census_of_bytes("new A 192.0.2.1\n", {.format = Format::zone, .origin = "filed.com"});
  ASSERT_TRUE(relative.ok());
  EXPECT_EQ(relative->of(Standing::filed), 1u);
}

TEST(CensusZone, AnOpenRecordAtTheEndIsSaid) {
  const auto outcome = census_of_bytes("$ORIGIN com.\nnew NS (\n x.\n");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(codes(*outcome), "zone_parenthesis=1 ");
}

}  // namespace
}  // namespace muster::census

#include "csv_row.h"
#include <base/text.h>
#include <census/reconcile.h>
#include <names/index_builder.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::census {
namespace {

std::shared_ptr<const Register> known() {
  RegisterBuilder builder({.seed = 1, .stamp = "t"});
  const auto filed = builder.add_filing("filed.com", FilingState::filed);
  builder.add_access(filed, "p-1", "192.0.2.0/24");
  builder.add_access(filed, "p-2", "");
  builder.add_access(builder.add_filing("filed.co.uk", FilingState::filed), "p-1", "");
  builder.add_filing("gone.com", FilingState::cancelled);
  builder.add_filing("begun.com", FilingState::in_progress);
  builder.add_filing("xn--bcher-kva.example", FilingState::filed);
  builder.add_filing("shop.host.net", FilingState::filed);  // a host, filed apart from its domain
  builder.add_hold("held.com");
  builder.add_filing("both.com", FilingState::filed);
  builder.add_hold("both.com");
  builder.add_blocklisted("both.com");
  builder.add_blocklisted("bad.filed.com");  // one host of a filed domain
  builder.add_provider_alias("p-1", "North Hosting Ltd");
  builder.add_provider_alias("p-1", "Twin");
  builder.add_provider_alias("p-2", "Twin");
  return *builder.finish();
}

Result<Outcome> census(const std::string& text, ReconcileOptions options = {}, Progress* progress = nullptr) {
  const auto source = from_text(text);
  options.day = 20'000;
  return reconcile(*source, *known(), options, progress);
}
std::map<std::string, std::string> standings(const Outcome& outcome) {
  std::map<std::string, std::string> out;
  for (const auto& d : outcome.differences)
    out[d.name] = std::string(to_text(d.standing)) + "/" + std::string(to_text(d.rule));
  return out;
}
using Map = std::map<std::string, std::string>;

TEST(Census, GivesEachSiteItsStandingAndRule) {
  const auto outcome = census(
      "www.filed.com\nFILED.com.\nfiled.co.uk\nnew.com\nwww.new.com\ngone.com\nbegun.com\nheld.com\nboth.com\nbücher."
      "example\n");
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(standings(*outcome), (Map{{"new.com", "unfiled/no_filing"},
                                      {"gone.com", "cancelled/filing_cancelled"},
                                      {"begun.com", "unfiled/filing_not_complete"},
                                      {"held.com", "held/hold_active"},
                                      {"both.com", "blocklisted/blocklist_active"}}));
  EXPECT_EQ(outcome->of(Standing::filed), 3u);
  EXPECT_EQ(outcome->of(Standing::unfiled), 2u);
  EXPECT_EQ(outcome->total(), 8u);
  EXPECT_EQ(outcome->intake.names, 10u);
  EXPECT_EQ(outcome->format, Format::plain);
  EXPECT_TRUE(std::is_sorted(outcome->differences.begin(), outcome->differences.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(Census, HostsThatAreOnRecordApart) {
  const auto outcome = census("www.shop.host.net\nother.host.net\nwww.bad.filed.com\n");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(standings(*outcome),
            (Map{{"host.net", "unfiled/no_filing"}, {"bad.filed.com", "blocklisted/blocklist_active"}}));
  EXPECT_EQ(outcome->of(Standing::filed), 1u);
}

TEST(Census, ProvidersAndAddressesOfAnInventory) {
  const auto outcome = census(
      "Domain;Provider;Address\n"
      "filed.com;North hosting LTD;192.0.2.7\n"
      "filed.co.uk;P-2;\n"
      "new.com;\"Some; Host\";198.51.100.1\n");
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(outcome->format, Format::csv);
  EXPECT_EQ(standings(*outcome),
            (Map{{"filed.co.uk", "provider_differs/provider_not_on_record"}, {"new.com", "unfiled/no_filing"}}));
  EXPECT_EQ(outcome->differences[1].provider, "Some; Host");
  EXPECT_EQ(standings(*census("host,provider,ip\nfiled.com,p-1,198.51.100.7\n")),
            (Map{{"filed.com", "address_differs/address_not_on_record"}}));
  EXPECT_EQ(standings(*census("host,provider,ip\nfiled.co.uk,p-1,198.51.100.7\n")), Map());  // no range is on record
  // Seen in order once, and once not: the graver one counts.
  const auto twice = census("host,provider\nfiled.com,p-1\nfiled.com,nobody\nfiled.com,p-1\n");
  EXPECT_EQ(standings(*twice), (Map{{"filed.com", "provider_differs/provider_not_on_record"}}));
  EXPECT_EQ(twice->of(Standing::filed), 0u);
  EXPECT_EQ(known()->provider_id("north hosting ltd"), "p-1");
  EXPECT_EQ(known()->provider_id("twin"), "");
}

std::string unbound_line(int client, const std::string& name) {
  return "[1795506531] unbound[1:0] info: 10.0." + std::to_string(client / 256) + "." + std::to_string(client % 256) +
         " " + name + ". A IN\n";
}

TEST(Census, LogsCountDistinctClients) {
  std::string log;
  for (int c = 0; c < 40; ++c) log += unbound_line(c, "popular.com") + unbound_line(c, "www.filed.com");
  for (int i = 0; i < 500; ++i) log += unbound_line(7, "one-person.com");
  for (int c = 0; c < 9; ++c) log += unbound_line(c, "nine-people.com");
  log += unbound_line(1, "4.3.2.1.in-addr.arpa") + unbound_line(1, "localhost") + unbound_line(1, "co.uk");
  const auto outcome = census(log);
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(outcome->format, Format::unbound);
  EXPECT_EQ(standings(*outcome), (Map{{"popular.com", "unfiled/no_filing"}}));
  EXPECT_EQ(outcome->of(Standing::filed), 1u);
  EXPECT_EQ(outcome->intake.below_k, 2u);
  EXPECT_EQ(outcome->intake.not_sites, 3u);
  EXPECT_EQ(outcome->differences[0].first_day, 1795506531 / 86400);
  // Every k-th bit is a client: whatever the salt, fewer than k never pass.
  for (char salt = 0; salt < 50; ++salt) {
    const auto again = census(log, {.salt = std::string(16, salt)});
    EXPECT_EQ(again->intake.below_k, 2u);
  }
  EXPECT_EQ(census(log, {.k = 5})->intake.below_k, 1u);
  EXPECT_EQ(census(log, {.k = 0}).error().code, "census_k");
  EXPECT_EQ(census(log, {.k = 5000}).error().code, "census_k");
}

TEST(Census, BindLogs) {
  std::string log;
  for (int c = 0; c < 30; ++c)
    log += "24-Nov-2026 07:48:52.972 queries: info: client @0x7f 10.1.2." + std::to_string(c) +
           "#55949 (new.com): query: new.com IN A + (192.0.2.53)\n";
  const auto outcome = census(log + "24-Nov-2026 07:48:5");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->format, Format::bind);
  EXPECT_EQ(standings(*outcome), (Map{{"new.com", "unfiled/no_filing"}}));
  EXPECT_EQ(outcome->intake.bad_lines, 1u);  // the file was cut off
  EXPECT_EQ(outcome->intake.first[0].line, 31u);
}

TEST(Census, RefusesWhatIsNoText) {
  EXPECT_EQ(census("").error().code, "census_empty");
  EXPECT_EQ(census("\xef\xbb\xbf").error().code, "census_no_names");
  EXPECT_EQ(census("\n\n# nothing\n").error().code, "census_no_names");
  EXPECT_EQ(census("not a name\n-also.not\n").error().code, "census_no_names");
  EXPECT_NE(census("not a name\n").error().sentence.find("Line 1"), std::string::npos);
  EXPECT_EQ(census(std::string("\x7f"
                               "ELF\0\0\0\1",
                               8))
                .error()
                .code,
            "census_binary");
  EXPECT_EQ(census("\x1f\x8b\x08 and so on").error().code, "census_compressed");
  EXPECT_EQ(census(std::string("n\0e\0w\0.\0c\0o\0m\0\n\0", 16)).error().code, "census_binary");
  EXPECT_EQ(census(std::string("\xff\xfe\0\0n\0\0\0", 8)).error().code, "census_binary");
}

TEST(Census, TakesTextAsPeopleSaveIt) {
  const Map expected{{"new.com", "unfiled/no_filing"}, {"xn--nw-bja.com", "unfiled/no_filing"}};
  EXPECT_EQ(standings(*census("new.com\r\nfiled.com\r\n\r\nnéw.com\r\n")), expected);
  EXPECT_EQ(standings(*census("new.com\rfiled.com\rnéw.com\r")), expected);
  EXPECT_EQ(standings(*census("\xef\xbb\xbfnew.com\nnéw.com")), expected);
  EXPECT_EQ(standings(*census("  new.com\t\nnéw.com \n# a comment\n")), expected);
  const auto wide = [](std::u16string_view text, bool big) {
    std::string out;
    for (const char16_t c : text)
      for (int half = 0; half < 2; ++half) out += static_cast<char>((half == 0) == big ? c >> 8 : c & 255);
    return out;
  };
  EXPECT_EQ(standings(*census(wide(u"\ufeffnew.com\r\nnéw.com\r\n", false))), expected);
  EXPECT_EQ(standings(*census(wide(u"\ufeffnew.com\nnéw.com", true))), expected);
  EXPECT_EQ(standings(*census(wide(u"\ufeffnew.com\nnéw.com\n\U0001F600\n", false) + "x"))["new.com"],
            "unfiled/no_filing");
}

TEST(Census, BadLinesAreCountedAndTheFirstDescribed) {
  std::string text = "filed.com\n";
  for (int i = 0; i < 10'000; ++i) text += i % 2 ? "bad_site.com\n" : "two words.com\n";
  const auto outcome = census(text + "new.com\n", {.threads = 2});
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->intake.bad_lines, 10'000u);
  EXPECT_EQ(outcome->intake.first.size(), kReportedMax);
  EXPECT_EQ(outcome->intake.first[0].line, 2u);
  EXPECT_EQ(outcome->intake.first[0].code, "name_control_character");
  EXPECT_EQ(outcome->intake.first[0].field, "name");
  EXPECT_EQ(outcome->intake.codes.size(), 2u);
  EXPECT_EQ(outcome->intake.codes[0].second, 5'000u);
  EXPECT_EQ(outcome->intake.lines, 10'002u);
  EXPECT_EQ(outcome->of(Standing::unfiled), 1u);
}

// A source that is never held in memory.
class Endless final : public Source {
 public:
  explicit Endless(std::uint64_t bytes) : left_(bytes) {}
  Result<std::size_t> read(std::span<char> out) override {
    if (left_ == 0) return std::size_t{0};
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), left_));
    std::fill_n(out.begin(), count, 'a');
    if ((left_ -= count) == 0) std::memcpy(out.data() + count - 9, "\nnew.com\n", 9);
    return count;
  }

 private:
  std::uint64_t left_;
};

TEST(Census, AGigabyteWithoutALineEndCostsOneLine) {
  Endless source(1'000'000'000);
  const auto outcome = reconcile(source, *known(), {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().sentence;
  EXPECT_EQ(outcome->of(Standing::unfiled), 1u);
  EXPECT_EQ(outcome->intake.bad_lines, 1u);
  EXPECT_EQ(outcome->intake.first[0].code, "line_too_long");
  EXPECT_EQ(outcome->intake.lines, 2u);
}

TEST(Census, LongLinesWithinAPiece) {
  std::string text(70'000, 'b');
  text += "\nnew.com\n";
  text.append(3'000'000, 'c') += "\nfiled.com\n";
  text.append(2'000'000, 'd');
  const auto outcome = census(text);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->intake.bad_lines, 3u);
  EXPECT_EQ(outcome->intake.first[1].line, 3u);
  EXPECT_EQ(outcome->intake.first[2].line, 5u);
  EXPECT_EQ(outcome->total(), 2u);
}

TEST(Census, CsvQuotes) {
  const auto outcome = census(
      "name,note\n\"new.com\",\"two\nlines and "
      "\"\"quotes\"\"\"\nfiled.com,\"open\nnext.com,x\n\"other.com\"x,1\nlast.com,\"\"\n");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(
      standings(*outcome),
      (Map{{"new.com", "unfiled/no_filing"}, {"next.com", "unfiled/no_filing"}, {"last.com", "unfiled/no_filing"}}));
  ASSERT_EQ(outcome->intake.bad_lines, 2u);
  EXPECT_EQ(outcome->intake.first[0].line, 4u);
  EXPECT_EQ(outcome->intake.first[1].line, 6u);
  EXPECT_EQ(standings(*census("new.com,x\nother.com,y\n")),
            (Map{{"new.com", "unfiled/no_filing"}, {"other.com", "unfiled/no_filing"}}));
}

TEST(Census, SourceThatBreaksOff) {
  struct Broken final : Source {
    int turns = 0;
    Result<std::size_t> read(std::span<char> out) override {
      if (turns++ > 20) return unavailable("census_source", "Gone.");
      std::fill_n(out.begin(), 100'000, 'a');
      for (std::size_t i = 9; i < 100'000; i += 10) out[i] = '\n';
      for (std::size_t i = 5; i < 100'000; i += 10) out[i] = '.';
      return std::size_t{100'000};
    }
  } source;
  EXPECT_EQ(reconcile(source, *known(), {}).error().code, "census_source");
}

TEST(Census, CanBeStopped) {
  Progress progress;
  progress.cancel = true;
  EXPECT_EQ(census("new.com\n", {}, &progress).error().code, "census_cancelled");
}

TEST(Census, RegisterSurvivesItsFile) {
  const std::string path = testing::TempDir() + "register-" + std::to_string(::getpid());
  RegisterBuilder builder({.seed = 9, .stamp = "at 7"});
  builder.add_filing("filed.com", FilingState::filed);
  builder.add_hold("x.filed.com");
  const auto made = builder.write(path);
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made.value()->stamp(), "at 7");
  EXPECT_EQ(made.value()->rows(), 2u);
  EXPECT_TRUE(made.value()->has_deep_names());
  EXPECT_FALSE(made.value()->has_access());
  std::remove(path.c_str());
  names::IndexBuilder other;
  ASSERT_TRUE(other.write(path).ok());
  EXPECT_EQ(Register::map(path).error().code, "register_not_one");
  std::remove(path.c_str());
}

// Model: a map; any number of threads; names in any order, any number of times.
RC_GTEST_PROP(CensusProperty, AgreesWithAMap, ()) {
  const auto label = rc::gen::element<std::string>("a", "b", "c", "d", "e", "f", "g", "h");
  const auto site = rc::gen::map(rc::gen::pair(label, rc::gen::element<std::string>("com", "co.uk", "net")),
                                 [](const auto& p) { return p.first + "." + p.second; });
  const auto filed = *rc::gen::container<std::map<std::string, bool>>(site, rc::gen::arbitrary<bool>());
  const auto observed = *rc::gen::container<std::vector<std::string>>(site);
  RegisterBuilder builder({});
  for (const auto& [name, in_force] : filed)
    builder.add_filing(name, in_force ? FilingState::filed : FilingState::cancelled);
  std::string text = "# list\n";
  std::map<std::string, Standing> model;
  for (const auto& name : observed) {
    text += (text.size() % 3 ? "www." : "") + name + "\n";
    const auto found = filed.find(name);
    model[name] = found == filed.end() ? Standing::unfiled : found->second ? Standing::filed : Standing::cancelled;
  }
  const auto source = from_text(text);
  const auto outcome = reconcile(*source, **builder.finish(), {.threads = *rc::gen::inRange(1u, 4u)});
  if (observed.empty()) {
    RC_ASSERT(outcome.error().code == "census_no_names");
    return;
  }
  RC_ASSERT(outcome.ok());
  for (const Standing s : kAllStandings)
    RC_ASSERT(outcome.value().of(s) == static_cast<std::uint64_t>(std::count_if(
                                           model.begin(), model.end(), [&](const auto& m) { return m.second == s; })));
  for (const auto& d : outcome.value().differences) RC_ASSERT(model.at(d.name) == d.standing);
}

}  // namespace
}  // namespace muster::census

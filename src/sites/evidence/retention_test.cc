#include "kept_world.h"

#include <gtest/gtest.h>

namespace muster::evidence {
namespace {

constexpr std::int64_t kTerm = 1095, kCaseTerm = 3650;  // days, of the standard policy
const Instant kEnd{1'800'000'000'000'000};
const RetentionTerms kTerms{std::chrono::days(kTerm), std::chrono::days(kCaseTerm), std::chrono::days(30)};

TEST(RetentionRules, ATermEndsByItselfAndWhatStandsHasNoEnd) {
  const Instant due = kEnd + kTerms.evidence;
  EXPECT_FALSE(fate_of(kEnd, {}, kTerms, due - Duration(1)).over);
  const Fate fate = fate_of(kEnd, {}, kTerms, due);
  EXPECT_TRUE(fate.over);
  EXPECT_EQ(fate.ends_at, due);
  EXPECT_EQ(fate.rule, kEvidenceRule);
  const std::vector<Keeper> open{{"case", "c", "C-1", true, kEnd, {}}};
  EXPECT_FALSE(fate_of(kEnd, open, kTerms, due + std::chrono::days(9999)).over);
  EXPECT_FALSE(fate_of(kEnd, open, kTerms, due).ends_at);
}

TEST(RetentionRules, AClosedCaseKeepsItForItsOwnTermAndAHoldUntilItsEnd) {
  const Instant closed = kEnd + std::chrono::days(100), late = kEnd + std::chrono::days(9000);
  std::vector<Keeper> keepers{{"case", "c", "C-1", false, closed, {}}};
  Fate fate = fate_of(kEnd, keepers, kTerms, late);
  EXPECT_EQ(fate.ends_at, closed + kTerms.cases);
  EXPECT_EQ(fate.rule, kCaseRule);
  keepers.push_back({"hold", "h", "2026-17", true, kEnd, late});
  EXPECT_EQ(fate_of(kEnd, keepers, kTerms, late).ends_at, late);
  EXPECT_FALSE(fate_of(kEnd, keepers, kTerms, late - Duration(1)).over);
}

// Others may still come to refer to it, however short its own term is.
TEST(RetentionRules, WhatMayBeReferredToStays) {
  const RetentionTerms shorter{std::chrono::days(1), std::chrono::days(1), std::chrono::days(30)};
  EXPECT_FALSE(fate_of(kEnd, {}, shorter, kEnd + std::chrono::days(30)).over);
  EXPECT_TRUE(fate_of(kEnd, {}, shorter, kEnd + std::chrono::days(31)).over);
}

TEST(HoldRules, EveryFaultIsSaid) {
  const auto bad = checked({"site", "no name", "c", kEnd, {}, "", "a@b.example", "", kEnd}, kEnd);
  ASSERT_FALSE(bad.ok());
  std::vector<std::string> codes;
  for (const Error& each : bad.error().all) codes.push_back(each.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"hold_site", "hold_case", "hold_period", "hold_law", "reference_form",
                                             "hold_reason", "hold_until"}));
  EXPECT_EQ(checked({"all", "", "", {}, {}, "law", "1", "why", {}}, kEnd).error().code, "hold_kind");
  EXPECT_EQ(checked({"period", "", "", kEnd, kEnd, "law", "1", "why", {}}, kEnd).error().code, "hold_period");
  EXPECT_EQ(checked({"site", "Shop.Example.", "", {}, {}, "law", "1", "why", {}}, kEnd)->site, "shop.example");
}

class RetentionTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  KeptWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(RetentionTest);

TEST_P(RetentionTest, WhatIsOverGoesAndLeavesATombstone) {
  const std::string run = w.tested("shop.example");
  w.pass(kTerm - 1);
  EXPECT_EQ(w.sweep().destroyed, 0);
  EXPECT_TRUE(w.is_there(run));
  w.pass(1);
  const std::string later = w.tested("shop.example");
  EXPECT_EQ(w.sweep().destroyed, 1);
  EXPECT_FALSE(w.is_there(run));
  EXPECT_TRUE(w.is_there(later));
  const auto fate = *w.retention().fate(run);
  ASSERT_TRUE(fate.destroyed);
  EXPECT_EQ(to_text(*fate.destroyed), "destroyed on 2029-03-01 under testing.evidence_retention (1095 days)");
  const auto events = *w.db->read(
      [&](store::Transaction& tx) -> Result<std::vector<events::Event>> { return events::of_record(tx, "test", run); });
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, kEvidenceDestroyed.name);
  EXPECT_NE(events[0].body.find(fate.destroyed->sha256), std::string::npos);
  const auto gone = *w.retention().nearest_gone("http://shop.example/", "2026");
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->tombstone.run_id, run);
  EXPECT_EQ(gone->timestamp, "20260302020000");
  EXPECT_FALSE(*w.retention().nearest_gone("http://other.example/", "2026"));
  EXPECT_TRUE(*w.retention().destroyed_file(run + ".warc.gz"));
  EXPECT_EQ(w.sweep().destroyed, 0) << "again";
  // What is gone is no evidence of anything new.
  EXPECT_EQ(w.tie(w.opened("shop.example").id, run).error().code, "evidence_destroyed");
}

TEST_P(RetentionTest, AHoldStopsItUntilItIsLiftedOrEnds) {
  const std::string own = w.tested("shop.example"), below = w.tested("a.shop.example"),
                    landed = w.tested("short.example", "", "https://www.shop.example:8443/x"),
                    other = w.tested("bishop.example");
  const Hold site = w.held(w.hold_of_site("Shop.example"));
  w.pass(kTerm);
  EXPECT_EQ(w.sweep().destroyed, 1);
  EXPECT_FALSE(w.is_there(other));
  for (const auto& run : {own, below, landed}) EXPECT_TRUE(w.is_there(run));
  const auto fate = *w.retention().fate(own);
  ASSERT_EQ(fate.keepers.size(), 1U);
  EXPECT_EQ(fate.keepers[0].kind, "hold");
  EXPECT_EQ(fate.keepers[0].label, "2026-17");
  EXPECT_FALSE(fate.fate.ends_at);

  NewHold period = w.hold_of_site("");
  period.kind = "period";
  period.from = w.clock.now() - std::chrono::days(kTerm + 1);
  period.to = w.clock.now() - std::chrono::days(kTerm - 1);
  period.until = w.clock.now() + std::chrono::days(40);
  w.held(period);
  w.lift(site);
  w.pass(30);
  EXPECT_EQ(w.sweep().destroyed, 0);
  EXPECT_EQ((*w.retention().fate(own)).fate.ends_at, *period.until);
  w.pass(10);
  EXPECT_EQ(w.sweep().destroyed, 3) << "the period's hold came to its end";
}

TEST_P(RetentionTest, HoldsAreSetAndLiftedByWhoMayAndStayOnRecord) {
  const auto set = [&](const std::string& person) { return w.holds().set(w.hold_of_site("shop.example"), person); };
  EXPECT_EQ(set("system:cli").error().code, "needs_person");
  EXPECT_EQ(set(w.confirmer).error().code, "role_missing");
  EXPECT_EQ(set(w.operator_person).error().code, "role_missing");
  const auto hold = set(w.examiner);
  ASSERT_TRUE(hold.ok()) << hold.error().sentence;
  EXPECT_EQ(w.holds().lift(hold->id, "why", w.examiner).error().code, "role_missing");
  EXPECT_EQ(w.holds().lift(hold->id, " ", w.judge).error().code, "hold_reason");
  EXPECT_TRUE(w.holds().lift(hold->id, "The file is closed.", w.judge).ok());
  EXPECT_EQ(w.holds().lift(hold->id, "again", w.judge).error().code, "hold_lifted");
  EXPECT_EQ(w.holds().lift(w.recorder.new_id(), "why", w.judge).error().code, "hold_unknown");
  NewHold of_case = w.hold_of_site("");
  of_case.kind = "case";
  of_case.case_id = "C-2026-999999";
  EXPECT_EQ(w.holds().set(of_case, w.examiner).error().code, "hold_case");
  EXPECT_EQ(w.holds().list({})->size(), 1U);
  EXPECT_EQ(w.holds().list({.standing = true})->size(), 0U);
  const auto attack = [&](const store::Sql& sql) {
    return w.db
        ->write([&](store::Transaction& tx) -> Result<void> {
          tx.run(sql);
          return {};
        })
        .error()
        .code;
  };
  static constexpr store::Sql kAgain{"t_again",
                                     "update evidence_hold set lifted_at = null, lifted_by = null, lift_reason = ''"};
  static constexpr store::Sql kDelete{"t_delete", "delete from evidence_hold"};
  EXPECT_EQ(attack(kAgain), "hold_kept");
  EXPECT_EQ(attack(kDelete), "hold_kept");
}

TEST_P(RetentionTest, WhatACaseNeedsStaysForItsOwnTermAfterItsClose) {
  const std::string run = w.tested("bad.example");
  const auto file = w.opened("bad.example");
  ASSERT_TRUE(w.tie(file.id, run).ok());
  w.pass(2 * kTerm);
  EXPECT_EQ(w.sweep().destroyed, 0);
  w.close(file.id);
  NewHold hold = w.hold_of_site("");
  hold.kind = "case";
  hold.case_id = file.number;
  const Hold set = w.held(hold);
  EXPECT_EQ(set.case_id, file.id);
  w.pass(kCaseTerm);
  EXPECT_EQ(w.sweep().destroyed, 0) << "held";
  w.lift(set);
  w.pass(7);
  EXPECT_EQ(w.sweep().destroyed, 1);
  EXPECT_EQ((*w.retention().fate(run)).destroyed->rule, kCaseRule);
  EXPECT_EQ((*w.retention().of_case(file.id, 10)).size(), 1U);
}

// An order in force, a suspicion, evidence that refers to it, a seal: each keeps it.
TEST_P(RetentionTest, OrdersSuspicionsReferencesAndSealsKeepIt) {
  const auto file = w.referred("explicit_unlawful", "bad.example");
  const std::string shown = w.tested("bad.example");
  ASSERT_TRUE(w.tie(file.id, shown).ok());
  const auto order = w.decide(file, w.network_draft("bad.example"));
  EXPECT_EQ((*w.retention().fate(shown)).keepers[0].label, file.number);
  EXPECT_TRUE((*w.retention().fate(shown)).keepers[0].stands);

  const std::string clue = w.suspicion("odd.example"), odd = w.tested("odd.example", clue);
  const std::string whole = w.tested("same.example"), sealed = w.tested("young.example");
  w.write([&](store::Transaction& tx) {
    static constexpr store::Sql kSeal{
        "t_seal", "insert into test_seal(run_id, host, sealed_by, sealed_at) values(:id, 'young.example', 'p', 1)"};
    tx.run(kSeal, {{"id", sealed}});
  });
  w.pass(20);
  const std::string revisit = w.tested("same.example");
  w.refer(revisit, whole);
  w.pass(kTerm - 20);
  EXPECT_EQ(w.sweep().destroyed, 0);
  w.dismiss(clue);
  w.pass(20);
  EXPECT_EQ(w.sweep().destroyed, 2) << "odd and revisit";
  EXPECT_FALSE(w.is_there(odd));
  EXPECT_FALSE(w.is_there(revisit));
  EXPECT_TRUE(w.is_there(whole));
  w.pass(7);
  EXPECT_EQ(w.sweep().destroyed, 1);
  EXPECT_FALSE(w.is_there(whole));
  w.pass(20'000);
  w.sweep();
  EXPECT_TRUE(w.is_there(sealed));
  EXPECT_TRUE(w.is_there(shown)) << "its case is not closed";
  EXPECT_EQ(order.case_id, file.id);
}

TEST_P(RetentionTest, TheSchemaRefusesWhateverIsKept) {
  const std::string run = w.tested("shop.example");
  w.held(w.hold_of_site("shop.example"));
  const auto destroy = [&](const std::string& path, const std::string& sha256) {
    return w.db->write([&](store::Transaction& tx) -> Result<void> {
      static constexpr store::Sql kDestroy{
          "t_destroy",
          "insert into evidence_destroyed(run_id, at, rule, term, policy_sha256, path, sha256, destroyed_by) "
          "values(:id, "
          ":at, 'testing.evidence_retention', 'now', :sha256, :path, :sha256, 'somebody')"};
      tx.run(kDestroy,
             {{"id", run}, {"at", w.clock.now() + std::chrono::days(9999)}, {"path", path}, {"sha256", sha256}});
      return {};
    });
  };
  const std::string sha256 = to_hex(muster::sha256("evidence of " + run));
  EXPECT_EQ(destroy(w.paths[run], sha256).error().code, "evidence_kept");
  EXPECT_EQ(destroy("2026/03/other", sha256).error().code, "evidence_immutable");
  w.lift(w.holds().list({})->at(0));
  EXPECT_TRUE(destroy(w.paths[run], sha256).ok());
  EXPECT_EQ(destroy(w.paths[run], sha256).error().code, "evidence_destroyed");
  static constexpr store::Sql kForget{"t_forget", "delete from evidence_destroyed"};
  EXPECT_EQ(w.db->write([&](store::Transaction& tx) -> Result<void> {
                  tx.run(kForget);
                  return {};
                })
                .error()
                .code,
            "evidence_immutable");
}

// After each step it may end for good; the next sweep goes on, and nothing that must stay is touched.
TEST_P(RetentionTest, ItCanBeKilledAfterAnyStep) {
  struct Killed {};
  for (const std::string at : {"marked", "removed", "recorded", "indexed"}) {
    SCOPED_TRACE(at);
    const std::string gone = w.tested("gone.example"), kept = w.tested("kept.example");
    const std::string month = to_day(w.clock.now()).substr(0, 7);
    const std::string index = w.evidence_folder + "/" + month.substr(0, 4) + "/" + month.substr(5) + "/index.cdxj";
    const auto line = [](const std::string& host, const std::string& run) {
      CdxjLine out;
      out.url = "http://" + host + "/";
      out.key = surt_of(out.url);
      out.timestamp = "20260302020000";
      out.digest = "sha256:x";
      out.filename = run + ".warc.gz";
      out.length = 1;
      return to_text(out) + "\n";
    };
    ASSERT_TRUE(replace_file(index, line("gone.example", gone) + line("kept.example", kept)).ok());
    const Hold hold = w.held(w.hold_of_site("kept.example"));
    w.pass(kTerm);
    SweepOptions options;
    options.after = [&](const char* step) {
      if (step == at) throw Killed{};
    };
    EXPECT_THROW((void)w.retention().sweep("system:test", options), Killed);
    EXPECT_TRUE(w.is_destroyed(gone)) << "said from the first step on";
    EXPECT_EQ(w.is_there(gone), at == "marked");
    EXPECT_TRUE(w.is_there(kept));
    w.sweep();
    EXPECT_FALSE(w.is_there(gone));
    EXPECT_TRUE(w.is_there(kept));
    EXPECT_EQ(*read_file(index), line("kept.example", kept));
    static constexpr store::Sql kOpen{"t_open", "select count(*) as n from evidence_destroyed where indexed = 0"};
    EXPECT_EQ(w.db->ask(kOpen)->at(0).integer("n"), 0);
    w.lift(hold);
    w.pass(7);
    EXPECT_EQ(w.sweep().destroyed, 1);
  }
}

TEST_P(RetentionTest, ItStopsWhenItIsToldAndGoesOnTheNextTime) {
  for (int i = 0; i < 5; ++i) w.tested("shop.example");
  w.pass(kTerm);
  SweepOptions options;
  options.at_once = 2;
  std::int64_t said = 0;
  options.progress = [&](std::int64_t done, std::int64_t total) {
    said = done;
    EXPECT_EQ(total, 5);
  };
  options.stop = [&] { return said >= 2; };
  const Swept some = w.sweep(options);
  EXPECT_TRUE(some.stopped);
  EXPECT_EQ(some.destroyed, 2);
  EXPECT_EQ(w.sweep().destroyed, 3);
}

}  // namespace
}  // namespace muster::evidence

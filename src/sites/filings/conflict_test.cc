// Another register's file against ours: what differs is kept and shown, nothing of ours changes.
#include "conflict_rules.h"
#include "test_support.h"
#include <filings/reconcile.h>

namespace muster::filings {
namespace {

const std::string kHeader =
    "site_number,domains,subject_name,region,provider,site_name,certificate_kind,certificate_number\n";

class TwoRegisters : public Register {
 protected:
  TwoRegisters() {
    const std::string ours = kHeader +
                             "S1-1,one.example.com,Company 1,CN-35,L-A,Shop 1,,\n"
                             "S2-1,two.example.com,Company 2,CN-35,L-A,Shop 2,,\n"
                             "S3-1,three.example.com;more.example.com,Company 3,CN-35,L-A,Shop 3,,\n";
    std::istringstream in(ours);
    EXPECT_EQ(
        Importer(*db_, recorder_, *vault_, restrictions_).run(in, {.source_name = "ours", .actor = "p"})->accepted, 3);
    clock_.advance(std::chrono::hours(1));
  }
  Result<ReconcileResult> against(const std::string& lines, std::function<void(ReconcileOptions&)> change = {}) {
    std::istringstream in(lines.starts_with("site_number") ? lines : kHeader + lines);
    ReconcileOptions options;
    options.register_name = "North authority";
    options.source_name = "theirs.csv";
    options.actor = "person";
    options.on_line = [this](const LineError& e) {
      told_.push_back(std::to_string(e.line) + " " + e.number + " " + e.error.code + " " + e.error.field);
    };
    if (change) change(options);
    told_.clear();
    clock_.advance(std::chrono::minutes(1));
    return reconciler_.run(in, options);
  }
  std::vector<Conflict> open() { return conflicts_.open("", "", 100)->items; }

  Reconciler reconciler_{*db_, recorder_, *vault_};
  Conflicts conflicts_{*db_, recorder_};
  std::vector<std::string> told_;
};
MUSTER_ON_BOTH_BACKENDS(TwoRegisters);

constexpr const char* kDiffering =
    "S1-1,one.example.com,Company One,CN-35,L-B,Shop 1,,\n"
    "S2-1,two.example.com,Company 2,CN-35,L-A,Shop 2,,\n"
    "T3-1,three.example.com,Company 3,CN-35,L-A,Shop 3,,\n"
    "S9-1,nine.example.com,Company 9,CN-35,L-A,Shop 9,,\n"
    "S2-1,no_name.example,Company 2,CN-35,L-A,Shop 2,,\n";

TEST_P(TwoRegisters, WhatDiffersIsKeptFieldByFieldAndNothingOfOursChanges) {
  const std::int64_t versions =
      number("select sum(f.version + s.version) as n from filing f join site s on s.id = f.id");
  const auto dry = against(kDiffering, [](ReconcileOptions& o) { o.dry_run = true; });
  ASSERT_TRUE(dry.ok()) << dry.error().sentence;
  EXPECT_EQ(dry->opened, 4);
  EXPECT_EQ(open().size(), 0u) << "a dry run keeps nothing";
  const auto told = told_;
  const auto result = against(kDiffering);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(told_, told);
  EXPECT_EQ(told_, (std::vector<std::string>{"2 S1-1 differs provider", "2 S1-1 differs subject_name",
                                             "4 S3-1 differs site_number", "4 S3-1 differs domains",
                                             "5 S9-1 not_in_register ", "6 S2-1 name_underscore domains"}));
  EXPECT_EQ(result->lines, 5);
  EXPECT_EQ(result->same, 1);
  EXPECT_EQ(result->differing, 2);
  EXPECT_EQ(result->unknown, 1);
  EXPECT_EQ(result->refused, 1);
  EXPECT_EQ(result->opened, 4);
  const Filing one = *service_->find("S1-1");
  const auto conflicts = *conflicts_.of_filing(one.id);
  ASSERT_EQ(conflicts.size(), 2u);
  for (const Conflict& c : conflicts) {
    EXPECT_EQ(c.register_name, "North authority");
    EXPECT_EQ(c.ours, c.field == "provider" ? "Provider A" : "Company 1");
    EXPECT_EQ(c.theirs, c.field == "provider" ? "L-B" : "Company One");
  }
  EXPECT_EQ(one.provider_id, "provider-a");
  EXPECT_EQ(service_->subject(one.subject_id)->name, "Company 1");
  EXPECT_EQ(number("select sum(f.version + s.version) as n from filing f join site s on s.id = f.id"), versions);
  EXPECT_EQ(service_->history(one.id)->back().kind, "filing.conflict_found");
  // Twice is once.
  const auto again = against(kDiffering);
  EXPECT_EQ(again->opened, 0);
  EXPECT_EQ(again->vanished, 0);
  EXPECT_EQ(open().size(), 4u);
}

TEST_P(TwoRegisters, WhatVanishesClosesItselfAndWhatIsNotSaidStaysOpen) {
  ASSERT_EQ(against(kDiffering)->opened, 4);
  EXPECT_EQ(against("site_number,domains,subject_name,region\nS1-1,one.example.com,Company 1,CN-35\n")->vanished, 1);
  EXPECT_EQ(open().size(), 3u) << "the file has no provider";
  const Filing one = *service_->find("S1-1");
  EXPECT_EQ(service_->history(one.id)->back().kind, "filing.conflict_vanished");
  // Says something else again: another conflict. Something third: that one instead.
  EXPECT_EQ(against("S1-1,one.example.com,Company One,CN-35,L-B,Shop 1,,\n")->opened, 1);
  const auto third = against("S1-1,one.example.com,Company Uno,CN-35,L-B,Shop 1,,\n");
  EXPECT_EQ(third->opened, 1);
  EXPECT_EQ(third->vanished, 1);
  EXPECT_EQ(conflicts_.of_filing(one.id)->size(), 4u) << "all of it stays on record";
  EXPECT_EQ(against("S1-1,one.example.com,Company 1,CN-35,L-A,Shop 1,,\n")->vanished, 2);
}

TEST_P(TwoRegisters, PeopleDecideWithAReason) {
  ASSERT_EQ(against(kDiffering)->opened, 4);
  const Filing one = *service_->find("S1-1");
  const auto conflicts = *conflicts_.of_filing(one.id);
  const std::string id = conflicts[0].id, other = conflicts[1].id;
  EXPECT_EQ(conflicts_.resolve(id, ConflictEvent::keep_ours, "Seen the licence.", a_).error().code, "filing_not_yours");
  EXPECT_EQ(conflicts_.resolve(id, ConflictEvent::keep_ours, " ", registrar_).error().code, "reason_missing");
  EXPECT_EQ(conflicts_.resolve("nobody", ConflictEvent::keep_ours, "x", registrar_).error().code, "conflict_unknown");
  EXPECT_EQ(conflicts_.resolve(id, ConflictEvent::vanish, "x", registrar_).error().code, "conflict_event_not_open");
  EXPECT_EQ(conflicts_.resolve(id, ConflictEvent::keep_ours, std::string(2001, 'x'), registrar_).error().code,
            "reason_too_long");
  EXPECT_EQ(conflicts_.resolve(id, ConflictEvent::keep_ours, "Seen the licence.", registrar_)->state,
            ConflictState::ours_stands);
  EXPECT_EQ(conflicts_.resolve(other, ConflictEvent::ask_change, "Theirs is right.", registrar_)->reason,
            "Theirs is right.");
  for (const ConflictEvent event : {ConflictEvent::keep_ours, ConflictEvent::ask_change, ConflictEvent::vanish})
    EXPECT_EQ(conflicts_.resolve(id, event, "x", registrar_).error().code, "conflict_event_not_open");
  EXPECT_EQ(against(kDiffering)->opened, 0) << "decided on just this";
  EXPECT_EQ(against("S1-1,one.example.com,Company Uno,CN-35,L-B,Shop 1,,\n")->opened, 1) << "and not on this";
  EXPECT_EQ(sql("update filing_conflict set theirs = 'x' where state = 'open'"), "conflict_immutable");
  EXPECT_EQ(sql("update filing_conflict set state = 'open', closed_at = null, closed_by = '', reason = ''"),
            "conflict_immutable");
  EXPECT_EQ(sql("delete from filing_conflict"), "conflict_immutable");
}

TEST_P(TwoRegisters, OfPeopleOnlyThatItDiffers) {
  const std::string header =
      "site_number,domains,subject_name,region,provider,subject_kind,certificate_kind,certificate_number\n";
  std::istringstream in(header + "P1-1,blog.example.com,Planted Person,CN-35,L-A,individual,passport,L898902C3\n");
  ASSERT_EQ(
      Importer(*db_, recorder_, *vault_, restrictions_).run(in, {.source_name = "people", .actor = "p"})->accepted, 1);
  std::vector<std::string> sentences;
  const auto keep = [&](ReconcileOptions& o) {
    o.on_line = [&](const LineError& e) { sentences.push_back(e.error.sentence); };
  };
  const std::string other = header + "P1-1,blog.example.com,Planted Other,CN-35,L-A,individual,passport,X1234567\n";
  ASSERT_EQ(against(other, keep)->opened, 1) << testing::PrintToString(sentences);
  const Conflict kept = open().at(0);
  EXPECT_EQ(kept.field, "certificate_number");
  EXPECT_TRUE(kept.personal);
  EXPECT_EQ(kept.ours + kept.theirs, "");
  for (const auto& sentence : sentences) EXPECT_EQ(sentence.find("L898902"), std::string::npos);
  EXPECT_EQ(against(other, keep)->opened, 0) << "the same difference is known again";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 0);
  EXPECT_EQ(sql("update filing_conflict set ours = 'Planted'"), "conflict_immutable");
}

TEST_P(TwoRegisters, AnInterruptedOneGoesOn) {
  const auto small = [](ReconcileOptions& o) { o.batch_rows = 2; };
  const auto stopped = against(kDiffering, [&](ReconcileOptions& o) {
    small(o);
    o.on_progress = [](const ReconcileProgress& p) { return p.batches < 1; };
  });
  EXPECT_TRUE(stopped->stopped);
  EXPECT_EQ(stopped->lines, 2);
  const auto rest = against(kDiffering, small);
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(rest->id, stopped->id);
  EXPECT_EQ(rest->lines, 5);
  EXPECT_EQ(rest->opened, 4);
  EXPECT_EQ(told_.front(), "4 S3-1 differs site_number") << "the lines before were told before";
  EXPECT_FALSE(against(kDiffering, small)->resumed) << "it is done";
  EXPECT_EQ(against(kDiffering, [](ReconcileOptions& o) { o.register_name = " "; }).error().code, "register_name");
}

TEST(ConflictRules, EveryPairOfStateAndEventIsInTheTableOrNot) {
  for (int s = 0; s < 4; ++s)
    for (int e = 0; e < 3; ++e) {
      const auto* found = find_conflict_transition(static_cast<ConflictState>(s), static_cast<ConflictEvent>(e));
      EXPECT_EQ(found != nullptr, s == 0);
      if (found) EXPECT_EQ(found->by_people, static_cast<ConflictEvent>(e) != ConflictEvent::vanish);
    }
  EXPECT_EQ(conflict_state("open"), ConflictState::open);
  EXPECT_EQ(conflict_event("keep_ours"), ConflictEvent::keep_ours);
  EXPECT_EQ(conflict_event("burn"), std::nullopt);
}

}  // namespace
}  // namespace muster::filings

// An import taken back: what nobody has touched is cancelled, the rest is told and stays.
#include "test_support.h"
#include <base/text.h>
#include <filings/import.h>
#include <filings/undo.h>

#include <list>

namespace muster::filings {
namespace {

class UndoImport : public Register {
 protected:
  // Six filings in three batches.
  std::string imported(const std::string& prefix = "S", int batch_rows = 2) {
    std::string text = "site_number,domains,subject_name,region,provider,address_ranges,state\n";
    for (int i = 0; i < 6; ++i) {
      const std::string k = prefix + std::to_string(i);
      text += k + "-1,site-" + to_lower_ascii(k) + ".example.com,Company " + k + ",CN-35,L-A,192.0.2." +
              std::to_string(i) + "," + (i == 5 ? "cancelled" : "filed") + "\n";
    }
    std::istringstream in(text);
    const auto result = Importer(*db_, recorder_, *vault_, restrictions_)
                            .run(in, {.source_name = prefix, .batch_rows = batch_rows, .actor = "person"});
    EXPECT_TRUE(result.ok() && result->accepted == 6) << (result.ok() ? "" : result.error().sentence);
    clock_.advance(std::chrono::hours(1));
    return result->id;
  }
  Result<UndoResult> undo(const std::string& id, std::function<void(UndoOptions&)> change = {}) {
    UndoOptions options;
    options.reason = "It was last year's file.";
    options.on_left = [this](const Left& one) { left_.push_back(one.number + " " + to_text(one.state)); };
    if (change) change(options);
    left_.clear();
    return undo_.run(id, registrar_, options);
  }
  std::int64_t in_state(const char* state) {
    static std::list<std::string> kept;
    kept.push_back(std::string("select count(*) as n from filing where state = '") + state + "'");
    return number(kept.back().c_str());
  }
  Undo undo_{*db_, recorder_};
  std::vector<std::string> left_;
};
MUSTER_ON_BOTH_BACKENDS(UndoImport);

TEST_P(UndoImport, WhatNobodyTouchedIsCancelledAndTheRestIsTold) {
  const std::string id = imported(), other = imported("T");
  const Filing touched = *service_->find("S1-1"), asked = *service_->find("S2-1"), moved = *service_->find("S3-1");
  ASSERT_TRUE(step(touched, Event::notify_defect, {"A reason."}).ok());
  ASSERT_TRUE(service_->request_access(asked.id, {"provider-b", AccessMethod::cdn, "", "198.51.100.7"}, b_).ok());
  ASSERT_TRUE(service_->apply_access(moved.accesses.at(0).id, 1, {AccessEvent::hold, {"A reason."}}, registrar_).ok());
  const std::int64_t before = number("select count(*) as n from filing");
  const auto dry = undo(id, [](UndoOptions& o) { o.dry_run = true; });
  ASSERT_TRUE(dry.ok()) << dry.error().sentence;
  EXPECT_EQ(dry->cancelled, 2);
  EXPECT_EQ(in_state("cancelled"), 2) << "those that came in cancelled";
  const auto told = left_;
  const auto done = undo(id);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->cancelled, 2);
  EXPECT_EQ(done->left, 4);
  EXPECT_EQ(done->batches, 3);
  EXPECT_EQ(left_, told);
  EXPECT_EQ(left_, (std::vector<std::string>{"S1-1 defect_notice", "S2-1 filed", "S3-1 filed", "S5-1 cancelled"}));
  EXPECT_EQ(in_state("cancelled"), 4);
  EXPECT_EQ(number("select count(*) as n from filing"), before) << "nothing is deleted";
  const Filing gone = *service_->find("S0-1");
  EXPECT_EQ(gone.state, State::cancelled);
  EXPECT_EQ(gone.reasons, std::vector<std::string>{"It was last year's file."});
  EXPECT_EQ(gone.cancelled_at, clock_.now());
  EXPECT_EQ(gone.domains.at(0).state, DomainState::cancelled);
  EXPECT_EQ(gone.accesses.at(0).state, AccessState::closed);
  EXPECT_EQ(service_->history(gone.id)->back().kind, "filing.import_undone");
  EXPECT_EQ(service_->find("T0-1")->state, State::filed) << "another import";
  EXPECT_EQ(undo_.import(other)->batches_undone, 0);
  // Its names are free again.
  EXPECT_EQ(draft("site-s0.example.com").state, State::draft);
}

TEST_P(UndoImport, TwiceIsOnceAndACutOffOneGoesOn) {
  const std::string id = imported();
  const auto stopped = undo(id, [](UndoOptions& o) { o.on_progress = [](const UndoProgress&) { return false; }; });
  EXPECT_TRUE(stopped->stopped);
  EXPECT_EQ(stopped->batches, 1);
  EXPECT_EQ(in_state("filed"), 3);
  std::vector<int> steps;
  const auto rest = undo(id, [&](UndoOptions& o) {
    o.on_progress = [&](const UndoProgress& p) {
      steps.push_back(p.batches);
      return true;
    };
  });
  EXPECT_EQ(steps, (std::vector<int>{2, 3}));
  EXPECT_EQ(rest->cancelled, 5);
  EXPECT_EQ(rest->left, 1);
  EXPECT_EQ(in_state("filed"), 0);
  const std::int64_t events = number("select count(*) as n from event");
  const auto again = undo(id);
  EXPECT_EQ(again->cancelled, 5);
  EXPECT_TRUE(left_.empty());
  EXPECT_EQ(number("select count(*) as n from event"), events);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'filing.import_undone'"), 3);
  EXPECT_EQ(undo_.imports("", 10)->items.at(0).cancelled, 5);
  // A wrong undoing is put right one by one, as any wrong cancelling.
  EXPECT_EQ(through(*service_->find("S0-1"), {Event::restore}).state, State::filed);
  EXPECT_EQ(undo(id)->cancelled, 5);
  EXPECT_EQ(service_->find("S0-1")->state, State::filed);
}

TEST_P(UndoImport, WhoMayAndWhen) {
  const std::string id = imported();
  const UndoOptions options{.reason = "x"};
  EXPECT_EQ(undo_.run(id, a_, options).error().code, "filing_not_yours");
  EXPECT_EQ(undo_.run("nobody", registrar_, options).error().code, "import_unknown");
  EXPECT_EQ(undo_.run(id, registrar_, {.reason = " "}).error().code, "reason_missing");
  EXPECT_EQ(undo_.run(id, registrar_, {.reason = std::string(2001, 'x')}).error().code, "reason_too_long");
  std::istringstream in(
      "site_number,domains,subject_name,region,provider\nU1-1,u1.example.com,U,CN-35,L-A\n"
      "U2-1,u2.example.com,U,CN-35,L-A\n");
  const auto cut =
      Importer(*db_, recorder_, *vault_, restrictions_)
          .run(in,
               {.source_name = "U", .batch_rows = 1, .actor = "p", .on_progress = [](const auto&) { return false; }});
  EXPECT_EQ(undo_.run(cut->id, registrar_, options).error().code, "import_running");
  ASSERT_TRUE(undo(id).ok());
  EXPECT_EQ(sql("update filing_batch_undone set cancelled = 0"), "batch_immutable");
  EXPECT_EQ(sql("delete from filing_batch_undone"), "batch_immutable");
}

}  // namespace
}  // namespace muster::filings

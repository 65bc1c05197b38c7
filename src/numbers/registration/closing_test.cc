#include "test_support.h"
#include <persons/notice.h>
#include <registration/excess.h>
#include <registration/transfer.h>

namespace muster::registration {
namespace {

class Always final : public Authority {
 public:
  Result<Answer> check(const Question&) override { return Answer{true, {}}; }
};

class ClosingLines : public RegistrationTest {
 protected:
  Registration verified(int line, int person = 1) {
    const Registration r = registered(line, person);
    while (*service_.verify_due(authority_) > 0) {
    }
    return r;
  }
  Result<Closing> ask(int n, int person = 1) {
    return closings_.ask("desk", kFirst + n, capture(n, person).document, "form-3");
  }
  void run() {
    while (*closings_.tick() > 0) {
    }
  }
  Always authority_;
  Closings closings_{*db_, recorder_, vault_, own_policy_};
};

MUSTER_ON_BOTH_BACKENDS(ClosingLines);

TEST_P(ClosingLines, AtTheHoldersWishAfterATermToThinkAgain) {
  const Registration r = verified(0);
  EXPECT_EQ(ask(0, 2).error().code, "giver_not_holder");
  EXPECT_EQ(closings_.ask("desk", kFirst, capture(0).document, "").error().code, "reference_form");
  EXPECT_EQ(ask(50).error().code, "line_without_holder");
  const auto asked = ask(0);
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(ask(0).error().code, "closing_open");
  run();
  EXPECT_EQ(line(0).state, lines::State::active) << "the term is not over";
  clock_.set(*asked->next_at);
  run();
  EXPECT_EQ(line(0).state, lines::State::disconnected);
  EXPECT_EQ(closings_.get(asked->id)->state, ClosingState::closed);
  EXPECT_EQ(lines_.ownerships(r.line_id)->at(0).until, clock_.now());
  EXPECT_EQ(closings_.withdraw("desk", asked->id, "changed_mind").error().code, "closing_state");
  EXPECT_EQ(rows("select kind from holder_notice order by id").at(1).text("kind"), persons::notice::kLineClosed);
}

TEST_P(ClosingLines, WhoThinksAgainKeepsTheLine) {
  verified(0);
  const auto asked = ask(0);
  EXPECT_EQ(closings_.withdraw("desk", asked->id, "").error().code, "reason_missing");
  ASSERT_TRUE(closings_.withdraw("desk", asked->id, "changed_mind").ok());
  clock_.advance(std::chrono::hours(48));
  run();
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_TRUE(closings_.open({}, 10)->empty());
  EXPECT_TRUE(ask(0).ok());
  EXPECT_EQ(closings_.of_holder(closings_.open({}, 10)->at(0).holder_id, "", 10)->size(), 2u);
}

TEST_P(ClosingLines, ALineThatWentAnotherWayIsLeftAlone) {
  const Registration r = verified(0);
  const auto asked = ask(0);
  ASSERT_TRUE(lines_.apply("desk", r.line_id, line(0).version, lines::Event::disconnect, "fraud").ok());
  clock_.set(*asked->next_at);
  run();
  EXPECT_EQ(closings_.get(asked->id)->state, ClosingState::overtaken);
}

class BeyondCap : public ClosingLines {
 protected:
  // Person 1 holds three lines, person 2 two; both turn out to be one, and the cap is five; so the cap is lowered.
  BeyondCap() {
    lowered_ = std::make_unique<policy::Policy>(*policy::Policy::parse("[line_cap]\ncitizen_voice = 2\n"));
    excesses_ = std::make_unique<Excesses>(*db_, recorder_, *lowered_);
    low_closings_ = std::make_unique<Closings>(*db_, recorder_, vault_, *lowered_);
  }
  Excess found(int lines_held) {
    for (int n = 0; n < lines_held; ++n) verified(n);
    for (int n = 20; n < 22; ++n) verified(n, 9);  // within the cap
    const auto done = excesses_->find("officer", lines::LineKind::voice, "");
    EXPECT_TRUE(done.ok());
    EXPECT_EQ(done->found, 1);
    return excesses_->open({}, 10)->at(0);
  }
  std::vector<std::string> owned(const Excess& e) {
    std::vector<std::string> out;
    const auto held = *excesses_->lines_of(e.id);
    for (const ExcessLine& l : held) out.push_back(l.ownership.id);
    return out;
  }
  void work() {
    while (*low_closings_->tick() > 0) {
    }
    EXPECT_TRUE(excesses_->tick().ok());
  }
  void days(int n) { clock_.advance(std::chrono::hours(24 * n)); }
  std::unique_ptr<policy::Policy> lowered_;
  std::unique_ptr<Excesses> excesses_;
  std::unique_ptr<Closings> low_closings_;
};
MUSTER_ON_BOTH_BACKENDS(BeyondCap);

TEST_P(BeyondCap, ThePersonChoosesAndTheOthersAreClosedThroughTheStates) {
  const Excess e = found(4);
  EXPECT_EQ(e.cap, 2);
  EXPECT_EQ(e.held, 4);
  EXPECT_EQ(e.due_at, lowered_->due("excess.choose_within", clock_.now()));
  EXPECT_EQ(excesses_->find("officer", lines::LineKind::voice, "")->found, 0) << "once on the list";
  const auto all = owned(e);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(excesses_->choose("desk", e.id, {all[0], all[1], all[2]}, "form-1").error().code, "choice_too_many");
  EXPECT_EQ(excesses_->choose("desk", e.id, {"none"}, "form-1").error().code, "choice_unknown");
  EXPECT_EQ(excesses_->choose("desk", e.id, {}, "form-1").error().code, "choice_empty");
  EXPECT_EQ(excesses_->choose("desk", e.id, {all[0]}, "").error().code, "reference_form");
  ASSERT_TRUE(excesses_->choose("desk", e.id, {all[1], all[3]}, "form-1").ok());
  work();
  EXPECT_EQ(line(0).state, lines::State::warned);
  EXPECT_EQ(line(1).state, lines::State::active);
  days(30);
  work();
  EXPECT_EQ(line(2).state, lines::State::one_way_barred);
  days(15);
  work();
  EXPECT_EQ(line(0).state, lines::State::barred);
  EXPECT_EQ(excesses_->get(e.id)->state, ExcessState::chosen);
  days(15);
  work();
  EXPECT_EQ(line(0).state, lines::State::disconnected);
  EXPECT_EQ(line(2).state, lines::State::disconnected);
  EXPECT_EQ(line(1).state, lines::State::active);
  EXPECT_EQ(line(3).state, lines::State::active);
  EXPECT_EQ(excesses_->get(e.id)->state, ExcessState::settled);
  EXPECT_EQ(number("select count(*) as n from line_excess_choice"), 4) << "the choice is on record";
}

TEST_P(BeyondCap, NothingIsChosenByAMachine) {
  const Excess e = found(3);
  days(200);
  work();
  for (int n = 0; n < 3; ++n) EXPECT_EQ(line(n).state, lines::State::active);
  EXPECT_EQ(excesses_->open({}, 10)->at(0).id, e.id) << "people see it, past its term";
  EXPECT_EQ(attack("insert into line_closing(id, line_id, ownership_id, holder_id, cause, excess_id, state, stage, "
                   "next_at, evidence_ref, asked_by, asked_at, version) select 'x', o.line_id, o.id, o.holder_id, "
                   "'beyond_cap', '" +
                   e.id + "', 'open', 'asked', 1, 'x', 'x', 1, 1 from line_ownership o where o.id = '" +
                   owned(e).at(0) + "'"),
            "closing_not_chosen");
}

TEST_P(BeyondCap, ANewChoiceBringsALineBack) {
  const Excess e = found(3);
  const auto all = owned(e);
  ASSERT_TRUE(excesses_->choose("desk", e.id, {all[0], all[1]}, "form-1").ok());
  work();
  days(30);
  work();
  EXPECT_EQ(line(2).state, lines::State::one_way_barred);
  const auto closing = low_closings_->open({}, 10)->at(0);
  EXPECT_EQ(low_closings_->withdraw("desk", closing.id, "changed_mind").error().code, "closing_chosen");
  ASSERT_TRUE(excesses_->choose("desk", e.id, {all[1], all[2]}, "form-2").ok());
  EXPECT_EQ(line(2).state, lines::State::active);
  const auto chosen = *excesses_->lines_of(e.id);
  EXPECT_EQ(chosen[0].keep, false);
  EXPECT_EQ(chosen[2].keep, true);
  work();
  EXPECT_EQ(line(0).state, lines::State::warned);
}

TEST_P(BeyondCap, WhoGivesALineAwayIsWithinTheCap) {
  const Excess e = found(3);
  const auto all = owned(e);
  ASSERT_TRUE(excesses_->choose("desk", e.id, {all[0], all[1]}, "form-1").ok());
  work();
  EXPECT_EQ(line(2).state, lines::State::warned);
  Transfers transfers{*db_, recorder_, vault_, *lowered_};
  NewTransfer t;
  t.giver = capture(1).document;
  t.receiver = capture(1, 30);
  verified(30, 30);
  const auto asked = transfers.ask(clerk_, "t", t);
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  for (const Side s : {Side::giver, Side::receiver})
    ASSERT_TRUE(transfers.agree("desk", asked->transfer.id, {s, "transfer-1", GivenBy::signature, "f"}).ok());
  work();
  EXPECT_EQ(excesses_->get(e.id)->state, ExcessState::settled);
  EXPECT_EQ(line(2).state, lines::State::active) << "what need not be closed serves on";
}

TEST_P(BeyondCap, TwoRecordsOfOnePersonAndTheMarksGo) {
  for (int n = 0; n < 3; ++n) verified(n, 1);
  for (int n = 3; n < 6; ++n) verified(n, 2);
  const auto a = *persons_.find("officer", capture(0, 1).document, persons::Category::citizen, "test");
  const auto b = *persons_.find("officer", capture(0, 2).document, persons::Category::citizen, "test");
  EXPECT_EQ(persons_.link("officer", b.id, a.id, {persons::Evidence::register_extract, "x"})->beyond_cap, 1);
  Excesses own(*db_, recorder_, own_policy_);
  EXPECT_EQ(own.find("officer", lines::LineKind::voice, "")->found, 1);
  const Excess e = own.open({}, 10)->at(0);
  EXPECT_EQ(e.held, 6);
  std::vector<std::string> keep;
  const auto held = *own.lines_of(e.id);
  for (const ExcessLine& l : held) keep.push_back(l.ownership.id);
  keep.erase(keep.begin());
  ASSERT_TRUE(own.choose("desk", e.id, keep, "form-1").ok());
  for (int n = 0; n < 3; ++n, days(30)) run();
  EXPECT_EQ(line(0).state, lines::State::disconnected);
  EXPECT_EQ(number("select count(*) as n from line_ownership where excess = 1 and until_at is null"), 0)
      << "what is kept is within the cap, and is said to be";
  EXPECT_EQ(number("select max(slot) as n from line_ownership where until_at is null"), 5);
}

TEST_P(BeyondCap, TheListIsReadInPages) {
  for (int person = 1; person <= 3; ++person)
    for (int n = 0; n < 3; ++n) verified(person * 10 + n, person);
  const auto first = excesses_->find("officer", lines::LineKind::voice, "", 2);
  EXPECT_EQ(first->found, 2);
  const auto rest = excesses_->find("officer", lines::LineKind::voice, first->last, 2);
  EXPECT_EQ(rest->found, 1);
  EXPECT_EQ(rest->last, "");
  const auto page = *excesses_->open({}, 2);
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(excesses_->open(page[1], 2)->size(), 1u);
}

}  // namespace
}  // namespace muster::registration

#include "test_support.h"

namespace muster::lookups {
namespace {

class DisputesOfPeople : public LookupsTest {
 protected:
  std::string ownership(int n) {
    return rows(
               "select o.id from line_ownership o join line l on l.id = o.line_id where o.until_at is null and "
               "l.msisdn = " +
               std::to_string(kFirst + n))
        .at(0)
        .text("id");
  }
};
MUSTER_ON_BOTH_BACKENDS(DisputesOfPeople);

TEST_P(DisputesOfPeople, NotMineIsDecidedByAPersonAndTheLineServesUntilThen) {
  registered(0, 1);
  registered(1, 1);
  const auto session = enter(0);
  const auto opened = *page_.dispute_line(session, ownership(1), "I never was in that shop");
  EXPECT_EQ(opened.due_at, policy_.due("dispute.decision", clock_.now()));
  EXPECT_EQ(opened.dealer_id, dealer_);
  EXPECT_EQ(page_.dispute_line(session, ownership(1), "again")->id, opened.id) << "one at a time";
  EXPECT_EQ(line(1).state, lines::State::active) << "not barred meanwhile";
  EXPECT_EQ(disputes_.decide(clerk_, opened.id, 1, DisputeOutcome::kept, "fine").error().code, "dispute_decider");
  EXPECT_EQ(disputes_.decide(ann_, opened.id, 1, DisputeOutcome::corrected, "x").error().code, "dispute_outcome");
  EXPECT_EQ(disputes_.note_answer(ann_, opened.id, 1, DealerAnswer::admits, "").error().code, "dispute_state");
  const auto asked = *disputes_.ask_dealer(ann_, opened.id, 1);
  EXPECT_EQ(asked.dealer_due_at, policy_.due("dispute.dealer_answer", clock_.now()));
  const auto answered =
      *disputes_.note_answer(ann_, opened.id, asked.version, DealerAnswer::no_record, "Lost the paper");
  EXPECT_EQ(disputes_.decide(ann_, opened.id, asked.version, DisputeOutcome::closed, "x").error().code,
            "stale_version");
  EXPECT_EQ(disputes_.decide(ann_, opened.id, answered.version, DisputeOutcome::closed, "").error().code,
            "reason_missing");
  const auto decided = *disputes_.decide(ann_, opened.id, answered.version, DisputeOutcome::closed, "no_evidence");
  EXPECT_EQ(decided.state, DisputeState::decided);
  EXPECT_EQ(line(1).state, lines::State::disconnected);
  EXPECT_EQ(page_.numbers(session)->size(), 1u) << "it no longer counts as theirs";
  EXPECT_EQ(page_.disputes(session)->at(0).outcome, DisputeOutcome::closed);
  EXPECT_EQ(*disputes_.tick(), 1);
  EXPECT_EQ(disputes_.get(opened.id)->state, DisputeState::told);
  EXPECT_EQ(*disputes_.tick(), 0);
  EXPECT_EQ(disputes_.words(ben_, opened.id, "review")->at(kDealerWordsField), "Lost the paper");
}

TEST_P(DisputesOfPeople, KeptLeavesEverythingAsItIs) {
  registered(0, 1);
  const auto session = enter(0);
  const auto opened = *page_.dispute_line(session, ownership(0), "");
  ASSERT_TRUE(disputes_.decide(ben_, opened.id, 1, DisputeOutcome::kept, "signed_contract").ok());
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_NE(page_.dispute_line(session, ownership(0), "")->id, opened.id) << "it can be said again";
  EXPECT_EQ(page_.dispute_line(session, "somebody-else", "").error().code, "ownership_unknown");
}

TEST_P(DisputesOfPeople, WrongDataAndTheClock) {
  registered(0, 1);
  const auto session = enter(0);
  EXPECT_EQ(page_.dispute_data(session, {}, "x").error().code, "dispute_fields");
  EXPECT_EQ(page_.dispute_data(session, {"shoe_size"}, "x").error().code, "dispute_fields");
  EXPECT_EQ(page_.dispute_data(session, {"name"}, " ").error().code, "dispute_words");
  EXPECT_EQ(page_.dispute_data(session, {"name"}, std::string(2'001, 'x')).error().code, "dispute_words");
  const auto opened = *page_.dispute_data(session, {"name", "address"}, "The right name");
  EXPECT_EQ(disputes_.ask_dealer(ann_, opened.id, 1).error().code, "dispute_no_dealer");
  EXPECT_TRUE(disputes_.overdue(10)->empty());
  clock_.set(opened.due_at);
  ASSERT_EQ(disputes_.overdue(10)->size(), 1u) << "shown, never decided by itself";
  EXPECT_EQ(*disputes_.tick(), 0);
  EXPECT_EQ(disputes_.decide(ann_, opened.id, 1, DisputeOutcome::closed, "x").error().code, "dispute_outcome");
  ASSERT_TRUE(disputes_.decide(ann_, opened.id, 1, DisputeOutcome::corrected, "correction_made").ok());
  EXPECT_EQ(disputes_.list("decided", {}, 10)->size(), 1u);
  EXPECT_EQ(disputes_.list("sleeping", {}, 10).error().code, "dispute_state");
}

TEST_P(DisputesOfPeople, TheSchemaHasTheSamePairsAndNoMachine) {
  std::set<std::pair<std::string, std::string>> table, schema;
  for (const auto& t : dispute_transitions()) table.emplace(to_text(t.from), to_text(t.to));
  for (const auto& row : rows("select from_state, to_state from dispute_transition"))
    schema.emplace(row.text("from_state"), row.text("to_state"));
  EXPECT_EQ(table, schema);
  registered(0, 1);
  const auto opened = *page_.dispute_line(enter(0), ownership(0), "");
  const std::string decide =
      "update dispute set version = version + 1, state = 'decided', outcome = 'kept', reason = "
      "'x', decided_at = 1, decided_by = ";
  EXPECT_NE(attack(decide + "'system:clock'"), "done") << "a person of the house, by the foreign key";
  EXPECT_EQ(attack(decide + "'" + clerk_ + "'"), "dispute_decider");
  EXPECT_NE(attack(decide + "null"), "done");
  EXPECT_EQ(attack("update dispute set version = version + 1, state = 'told', told_at = 1"), "dispute_state");
  EXPECT_EQ(attack("update dispute set version = version + 1, due_at = due_at + 1"), "dispute_immutable");
  EXPECT_EQ(attack("delete from dispute"), "dispute_kept");
}

}  // namespace
}  // namespace muster::lookups

#include "test_support.h"
#include <filings/rules.h>

#include <rapidcheck/gtest.h>

namespace muster::filings {
namespace {

TEST(States, WordsComeBack) {
  for (int i = 0; i < kStateCount; ++i) EXPECT_EQ(state_of(to_text(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 0; i < kEventCount; ++i) EXPECT_EQ(event_of(to_text(static_cast<Event>(i))), static_cast<Event>(i));
  for (int i = 0; i < kAccessEventCount; ++i)
    EXPECT_EQ(access_event(to_text(static_cast<AccessEvent>(i))), static_cast<AccessEvent>(i));
  EXPECT_EQ(state_of("restored"), std::nullopt);
  EXPECT_STREQ(to_text(Event::return_), "return");
}

TEST(States, EveryStateIsReachedAndEveryEventIsOfUse) {
  std::set<State> reached{State::draft};
  std::set<Event> used;
  for (std::size_t round = 0; round < filing_transitions().size(); ++round)
    for (const Transition& t : filing_transitions())
      if (reached.contains(t.from)) {
        reached.insert(t.to);
        used.insert(t.event);
      }
  EXPECT_EQ(reached.size(), static_cast<std::size_t>(kStateCount));
  EXPECT_EQ(used.size(), static_cast<std::size_t>(kEventCount));
}

TEST(States, OnePairHasOneRow) {
  std::set<std::pair<State, Event>> pairs;
  for (const Transition& t : filing_transitions())
    EXPECT_TRUE(pairs.emplace(t.from, t.event).second) << to_text(t.from) << " " << to_text(t.event);
}

// A pair is in the table, or refused with a sentence and without effect.
RC_GTEST_PROP(StateProperties, EveryPairIsInTheTableOrRefused, ()) {
  Filing filing;
  filing.state = static_cast<State>(*rc::gen::inRange(0, kStateCount));
  filing.provider_id = "p";
  const auto event = static_cast<Event>(*rc::gen::inRange(0, kEventCount));
  const bool registrar = *rc::gen::arbitrary<bool>();
  const bool own = *rc::gen::arbitrary<bool>();
  const std::vector<std::string> reasons =
      *rc::gen::arbitrary<bool>() ? std::vector<std::string>{"Because."} : std::vector<std::string>{};
  const auto got = check_step(filing, event, reasons, {"x", own ? "p" : "q", registrar}, {1});
  const Transition* row = find_transition(filing.state, event);
  const bool may = row && (registrar || (row->by == By::provider && own)) && (!row->needs_reasons || !reasons.empty());
  RC_ASSERT(got.ok() == may);
  if (got.ok())
    RC_ASSERT(*got == row);
  else
    RC_ASSERT(!got.error().sentence.empty());
}

// All 13 × 19 pairs, and all 6 × 6 of an access, by whom they are open to.
TEST(States, EveryPairIsOpenToThoseOfTheTableAndToNobodyElse) {
  const Actor staff{"s", "r", true}, own{"o", "p", false}, other{"x", "q", false};
  const std::vector<std::string> reasons{"Because."};
  int open = 0;
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e) {
      Filing filing;
      filing.state = static_cast<State>(s);
      filing.provider_id = "p";
      const auto event = static_cast<Event>(e);
      const Transition* row = find_transition(filing.state, event);
      const std::string pair = std::string(to_text(filing.state)) + " " + to_text(event);
      open += row != nullptr;
      EXPECT_EQ(check_step(filing, event, reasons, staff, {1}).ok(), row != nullptr) << pair;
      EXPECT_EQ(check_step(filing, event, reasons, own, {1}).ok(), row && row->by == By::provider) << pair;
      EXPECT_FALSE(check_step(filing, event, reasons, other, {1}).ok()) << pair;
      EXPECT_EQ(check_step(filing, event, {}, staff, {1}).ok(), row && !row->needs_reasons) << pair;
      if (!row) EXPECT_EQ(check_step(filing, event, reasons, staff, {1}).error().code, "filing_event_not_open") << pair;
    }
  EXPECT_EQ(open, static_cast<int>(filing_transitions().size()));
  int accesses = 0;
  for (int s = 0; s < 6; ++s)
    for (int e = 0; e < kAccessEventCount; ++e) {
      Access access;
      access.state = static_cast<AccessState>(s);
      access.provider_id = "p";
      const auto event = static_cast<AccessEvent>(e);
      const AccessTransition* row = find_access_transition(access.state, event);
      const std::string pair = std::string(to_text(access.state)) + " " + to_text(event);
      accesses += row != nullptr;
      EXPECT_EQ(check_access_step(access, event, reasons, staff, false).ok(), row != nullptr) << pair;
      EXPECT_EQ(check_access_step(access, event, reasons, own, false).ok(), row && row->by == By::provider) << pair;
      EXPECT_FALSE(check_access_step(access, event, reasons, other, false).ok()) << pair;
      EXPECT_EQ(check_access_step(access, event, {}, staff, false).ok(), row && !row->needs_reasons) << pair;
    }
  EXPECT_EQ(accesses, static_cast<int>(access_transitions().size()));
}

class StateTables : public Register {};
MUSTER_ON_BOTH_BACKENDS(StateTables);

template <class Table>
std::set<std::pair<std::string, std::string>> pairs_of(Table table) {
  std::set<std::pair<std::string, std::string>> out;
  for (const auto& t : table) out.emplace(to_text(t.from), to_text(t.to));
  return out;
}

TEST_P(StateTables, TheSchemaHasTheSamePairs) {
  const auto in_schema = [&](const char* text) {
    const store::Sql statement{"pairs", text};
    return *db_->read([&](store::Transaction& tx) -> Result<std::set<std::pair<std::string, std::string>>> {
      std::set<std::pair<std::string, std::string>> out;
      for (const auto& row : tx.query(statement)) out.emplace(row.text("from_state"), row.text("to_state"));
      return out;
    });
  };
  EXPECT_EQ(in_schema("select from_state, to_state from filing_transition"), pairs_of(filing_transitions()));
  EXPECT_EQ(in_schema("select from_state, to_state from access_transition"), pairs_of(access_transitions()));
  EXPECT_EQ(sql("insert into filing_transition(from_state, to_state) values('draft', 'filed')"),
            "state_table_immutable");
  EXPECT_EQ(sql("delete from filing_transition"), "state_table_immutable");
}

// All 13 × 13 pairs by raw SQL: the schema lets through exactly what the table has.
TEST_P(StateTables, TheSchemaRefusesEveryOtherStep) {
  // Shortest ways to each state.
  const std::map<State, std::vector<Event>> ways{
      {State::draft, {}},
      {State::preverified, {Event::preverify}},
      {State::verified_in_person, {Event::preverify, Event::verify_in_person}},
      {State::provider_signed, {Event::preverify, Event::verify_in_person, Event::sign}},
      {State::under_review, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit}},
      {State::returned, {Event::return_}},
      {State::withdrawn, {Event::withdraw}},
  };
  const auto allowed = pairs_of(filing_transitions());
  for (int from = 0; from < kStateCount; ++from) {
    const auto state = static_cast<State>(from);
    Filing filing = ways.contains(state) ? draft("s" + std::to_string(from) + ".example.com")
                                         : filed("s" + std::to_string(from) + ".example.com");
    if (ways.contains(state))
      for (const Event event : ways.at(state)) filing = through(filing, {event});
    else if (state == State::change_pending)
      filing = *step(filing, Event::ask_change, {},
                     {.name = "Other", .home_url = {}, .language = {}, .add_domains = {}, .remove_domains = {}});
    else if (state == State::defect_notice)
      filing = through(filing, {Event::notify_defect});
    else if (state == State::corrected)
      filing = through(filing, {Event::notify_defect, Event::correct});
    else if (state == State::public_notice)
      filing = through(filing, {Event::notify_defect, Event::publish_notice});
    else if (state == State::cancelled)
      filing = through(filing, {Event::cancel_own});
    ASSERT_EQ(filing.state, state);
    if (state == State::under_review) ASSERT_EQ(service_->take_next(registrar_)->id, filing.id);
    for (int to = 0; to < kStateCount; ++to) {
      if (to == from) continue;
      const std::string target = to_text(static_cast<State>(to));
      const bool open = allowed.contains({to_text(state), target});
      static std::list<std::string> kept;  // statements' texts live as long as the program
      kept.push_back("update filing set state = '" + target + "', filed_at = coalesce(filed_at, 1) where id = '" +
                     filing.id + "'");
      // Undone each time: the transaction fails on purpose after a step that was let through.
      const store::Sql statement{"raw", kept.back().c_str()};
      const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
        tx.run(statement);
        return refused("let_through", "");
      });
      EXPECT_EQ(done.error().code, open ? "let_through" : "filing_state") << to_text(state) << " to " << target;
    }
    EXPECT_EQ(service_->get(filing.id)->state, state);
    if (state == State::under_review) through(filing, {Event::withdraw});  // out of the others' way
  }
}

}  // namespace
}  // namespace muster::filings

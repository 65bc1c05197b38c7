#include "test_support.h"
#include <holders/rules.h>

namespace muster::holders {
namespace {

TEST(DomainStates, WordsComeBack) {
  for (int i = 0; i < kStateCount; ++i) EXPECT_EQ(state_of(to_text(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 0; i < kEventCount; ++i) EXPECT_EQ(event_of(to_text(static_cast<Event>(i))), static_cast<Event>(i));
  EXPECT_EQ(state_of("held"), std::nullopt);
}

// Written out by hand, so that the table is read twice: what each event makes of each state; "" where it isn't open.
constexpr const char* kWanted[kEventCount][kStateCount] = {
    // unverified, documents_in, verified, changed_holder, lapsed
    {"documents_in", "", "", "documents_in", ""},                                                // hand_in
    {"", "unverified", "", "", ""},                                                              // refuse
    {"verified", "verified", "", "verified", ""},                                                // verify
    {"", "", "unverified", "", ""},                                                              // revoke
    {"changed_holder", "changed_holder", "changed_holder", "changed_holder", "changed_holder"},  // change_holder
    {"lapsed", "lapsed", "lapsed", "lapsed", ""},                                                // end
    {"", "", "", "", "unverified"},                                                              // renew
    {"lapsed", "", "", "lapsed", ""},                                                            // expire
};
constexpr By kBy[kEventCount] = {By::registrar, By::registrar, By::registrar, By::registrar,
                                 By::registry,  By::registry,  By::registry,  By::clock};

TEST(DomainStates, EveryPairIsInTheTableOrRefused) {
  for (int e = 0; e < kEventCount; ++e)
    for (int s = 0; s < kStateCount; ++s)
      for (const By by : {By::registrar, By::registry, By::clock}) {
        const auto state = static_cast<State>(s);
        const auto event = static_cast<Event>(e);
        const std::string wanted = kWanted[e][s];
        const auto got = check_step(state, event, "documents", {"Because."}, by);
        const bool may = by == kBy[e] || (event == Event::verify && by == By::registry);
        EXPECT_EQ(got.ok(), !wanted.empty() && may) << to_text(event) << " of " << to_text(state);
        if (got.ok()) {
          EXPECT_STREQ(to_text((*got)->to), wanted.c_str());
        } else {
          EXPECT_EQ(got.error().code, wanted.empty() ? "domain_event_not_open" : "domain_event_not_yours");
          EXPECT_FALSE(got.error().sentence.empty());
        }
      }
}

TEST(DomainStates, ReasonsAndTheWayOfVerifyingAreAskedFor) {
  EXPECT_EQ(check_step(State::documents_in, Event::refuse, "", {}, By::registrar).error().code, "reasons_missing");
  EXPECT_EQ(check_step(State::documents_in, Event::refuse, "", {" "}, By::registrar).error().code, "reasons_missing");
  EXPECT_EQ(check_step(State::documents_in, Event::refuse, "", {std::string(2001, 'x')}, By::registrar).error().code,
            "reason_too_long");
  for (const char* how : {"", "registry", "by_eye"})
    EXPECT_EQ(check_step(State::documents_in, Event::verify, how, {}, By::registrar).error().code,
              "verified_how_unknown");
}

class DomainStateTable : public World {};
MUSTER_ON_BOTH_BACKENDS(DomainStateTable);

TEST_P(DomainStateTable, TheSchemaHoldsTheSamePairs) {
  std::set<std::pair<std::string, std::string>> ours, theirs;
  for (const Transition& t : transitions())
    if (t.from != t.to) ours.emplace(to_text(t.from), to_text(t.to));
  static constexpr store::Sql kAll{"all", "select from_state, to_state from domain_transition"};
  ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                   for (const auto& row : tx.query(kAll)) theirs.emplace(row.text("from_state"), row.text("to_state"));
                   return {};
                 })
                  .ok());
  EXPECT_EQ(ours, theirs);
}

TEST_P(DomainStateTable, TheSchemaRefusesWhatTheTableDoesNot) {
  bring(example_record());
  EXPECT_EQ(sql("update domain_registration set state = 'lapsed', lapsed_why = 'registry', due_at = null"), "done");
  EXPECT_EQ(sql("update domain_registration set state = 'documents_in', lapsed_why = ''"), "domain_holder_state");
  EXPECT_EQ(sql("delete from domain_name_server where name = 'example.com'"), "done");
  EXPECT_NE(sql("delete from domain_holding"), "done");
  EXPECT_NE(sql("delete from domain_registration"), "done");
  EXPECT_EQ(sql("delete from domain_holder"), "holder_kept");
  EXPECT_EQ(sql("update domain_holder set name = 'Another Ltd'"), "holder_immutable");
  EXPECT_EQ(sql("delete from domain_transition"), "state_table_immutable");
  EXPECT_EQ(sql("update domain_holding set from_at = 1"), "holding_immutable");
  EXPECT_NE(sql("update domain_registration set verified_at = 1"), "done");
  EXPECT_NE(sql("insert into domain_holder(id, source, handle, kind, name, name_key, country, created_at, version) "
                "values('h', 's', '', 'individual', 'A. Person', 'a. person', '', 1, 1)"),
            "done");
}

}  // namespace
}  // namespace muster::holders

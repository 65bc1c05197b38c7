// Every pair of a state and an event of a partner, and the same pairs in the schema of both databases.
#include "partner_world.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

namespace muster::partners {
namespace {

State pstate(int i) {
  return static_cast<State>(i);
}

TEST(PartnerTable, EveryPairOfStateAndEvent) {
  using S = State;
  using E = Event;
  // 2-domain: applied → documents → tested → agreement → active → suspended → retested → active | ended |
  // barred(until); an order that ends without a re-test (an appeal, its term) puts the partner back to work as well.
  const std::map<std::pair<S, E>, S> wanted{
      {{S::applied, E::collect}, S::documents}, {{S::documents, E::pass_test}, S::tested},
      {{S::tested, E::agree}, S::agreement},    {{S::agreement, E::activate}, S::active},
      {{S::active, E::reopen}, S::active},      {{S::active, E::requalify}, S::active},
      {{S::active, E::suspend}, S::suspended},  {{S::suspended, E::retest}, S::retested},
      {{S::suspended, E::restore}, S::active},  {{S::suspended, E::bar}, S::barred},
      {{S::retested, E::fail}, S::suspended},   {{S::retested, E::resume}, S::active},
      {{S::retested, E::bar}, S::barred},       {{S::barred, E::lapse_bar}, S::ended},
      {{S::applied, E::end}, S::ended},         {{S::documents, E::end}, S::ended},
      {{S::tested, E::end}, S::ended},          {{S::agreement, E::end}, S::ended},
      {{S::active, E::end}, S::ended},          {{S::suspended, E::end}, S::ended},
      {{S::retested, E::end}, S::ended}};
  int pairs = 0;
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e) {
      ++pairs;
      const auto* t = find_transition(pstate(s), static_cast<E>(e));
      const auto w = wanted.find({pstate(s), static_cast<E>(e)});
      ASSERT_EQ(t != nullptr, w != wanted.end()) << to_text(pstate(s)) << " " << to_text(static_cast<E>(e));
      if (!t) continue;
      EXPECT_EQ(t->to, w->second);
      const std::set<E> by_themselves{E::suspend, E::restore, E::resume, E::lapse_bar};
      EXPECT_EQ(t->role.empty(), by_themselves.contains(t->event)) << to_text(t->event);
    }
  EXPECT_EQ(pairs, 126);
  EXPECT_EQ(wanted.size(), transitions().size());
  for (int s = 0; s < kStateCount; ++s) EXPECT_EQ(partner_state(to_text(pstate(s))), pstate(s));
  for (int e = 0; e < kEventCount; ++e) EXPECT_EQ(partner_event(to_text(static_cast<E>(e))), static_cast<E>(e));
  for (int s = 0; s < kStateCount; ++s) EXPECT_EQ(may_work(pstate(s)), pstate(s) == S::active);
}

class PartnerSchema : public ::testing::TestWithParam<store::Backend> {
 protected:
  // What a state may need is there, so that what refuses is the table of pairs.
  static constexpr store::Sql kMove{"t_move",
                                    "update partner set state = :to, state_at = 100, version = version + 1, "
                                    "agreement_number = 'A', agreement_from = 1, "
                                    "agreement_until = 900, agreed_by = :one, activated_by = :two, qualified_until = "
                                    "800, suspended_order_id = :order_id, "
                                    "bar_proposed_by = :one, bar_notice_id = :notice, bar_answer_by = 50, barred_by = "
                                    ":two, barred_until = 90, end_reason "
                                    "= 'x' where id = :id"};
  static constexpr store::Sql kAnyNotice{"t_notice", "select id from notice limit 1"};

  PartnerWorld w_{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(PartnerSchema);

TEST_P(PartnerSchema, HasThePairsOfTheTableAndNoOther) {
  const auto order = w_.contract_order("partner:x");
  const Partner p = w_.applied();
  const std::map<State, std::vector<State>> way{
      {State::applied, {}},
      {State::documents, {State::documents}},
      {State::tested, {State::documents, State::tested}},
      {State::agreement, {State::documents, State::tested, State::agreement}},
      {State::active, {State::documents, State::tested, State::agreement, State::active}},
      {State::suspended, {State::documents, State::tested, State::agreement, State::active, State::suspended}},
      {State::retested,
       {State::documents, State::tested, State::agreement, State::active, State::suspended, State::retested}},
      {State::ended, {State::ended}},
      {State::barred,
       {State::documents, State::tested, State::agreement, State::active, State::suspended, State::barred}}};
  for (int f = 0; f < kStateCount; ++f)
    for (int t = 0; t < kStateCount; ++t) {
      const State from = pstate(f), to = pstate(t);
      if (from == to) continue;  // other fields may change
      bool wanted = false;
      for (const auto& one : transitions()) wanted = wanted || (one.from == from && one.to == to);
      const auto tried = w_.db->write([&](store::Transaction& tx) -> Result<void> {
        const std::string notice = tx.one(kAnyNotice)->text("id");
        const auto move = [&](State next) {
          tx.run(kMove, {{"to", to_text(next)},
                         {"one", w_.registrar},
                         {"two", w_.registrar2},
                         {"order_id", order.id},
                         {"notice", notice},
                         {"id", p.id}});
        };
        for (const State step : way.at(from)) move(step);
        move(to);
        return refused("given_up", "Only tried.");
      });
      EXPECT_EQ(tried.error().code == "given_up", wanted)
          << to_text(from) << " → " << to_text(to) << ": " << tried.error().code;
    }
}

TEST_P(PartnerSchema, HasNobodySuspendedUnsignedOrBarredUnheard) {
  const auto code_of = [&](const Partner& p, const char* text) {
    const store::Sql sql{"t_raw", text};
    const auto tried = w_.db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, {{"id", p.id}});
      return refused("given_up", "Only tried.");
    });
    return tried.error().code;
  };
  const Partner p = w_.active();
  EXPECT_NE(code_of(p, "update partner set state = 'suspended', version = version + 1 where id = :id"), "given_up");
  // An order on a name, not on a contract: a signed one, and yet none that suspends a partner.
  w_.enrol_authority();
  const auto other = w_.order("bad.example");
  const store::Sql with_other{"t_other",
                              "update partner set state = 'suspended', suspended_order_id = :o, version = version + 1 "
                              "where id = :id"};
  const auto tried = w_.db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(with_other, {{"o", other.id}, {"id", p.id}});
    return {};
  });
  EXPECT_EQ(tried.error().code, "partner_unsigned");
  const Partner down = w_.suspended(p);
  EXPECT_EQ(down.state, State::suspended);
  EXPECT_NE(code_of(down, "update partner set state = 'barred', version = version + 1 where id = :id"), "given_up");
  EXPECT_EQ(code_of(down, "update partner set party_id = 'x', version = version + 1 where id = :id"),
            "partner_immutable");
  EXPECT_EQ(code_of(down, "delete from partner where id = :id"), "partner_kept");
  EXPECT_EQ(code_of(down, "delete from partner_document where partner_id = :id"), "partner_document_kept");
  EXPECT_EQ(code_of(down, "update partner_check set passed = 0 where partner_id = :id"), "partner_check_kept");
  EXPECT_EQ(code_of(down, "delete from partner_person where partner_id = :id"), "responsible_kept");
}

}  // namespace
}  // namespace muster::partners

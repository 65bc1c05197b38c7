// Every pair of a state and an event of a debarment, and the same pairs in the schema of both databases.
#include <restrictions/debarment_service.h>

#include <map>
#include <set>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::restrictions {
namespace {

using DState = DebarmentState;
using DEvent = DebarmentEvent;

DState dstate(int i) {
  return static_cast<DState>(i);
}

TEST(DebarmentTable, EveryPairOfStateAndEvent) {
  // What 2-domain says: proposed → notified → heard → active(until) → reviewed → expired | removed; and withdrawn
  // before.
  const std::map<std::pair<DState, DEvent>, DState> wanted{
      {{DState::proposed, DEvent::notify}, DState::notified}, {{DState::proposed, DEvent::withdraw}, DState::removed},
      {{DState::notified, DEvent::hear}, DState::heard},      {{DState::notified, DEvent::withdraw}, DState::removed},
      {{DState::heard, DEvent::activate}, DState::active},    {{DState::heard, DEvent::withdraw}, DState::removed},
      {{DState::active, DEvent::review}, DState::reviewed},   {{DState::active, DEvent::remove}, DState::removed},
      {{DState::active, DEvent::expire}, DState::expired},    {{DState::reviewed, DEvent::review}, DState::reviewed},
      {{DState::reviewed, DEvent::remove}, DState::removed},  {{DState::reviewed, DEvent::expire}, DState::expired}};
  int pairs = 0;
  for (int s = 0; s < kDebarmentStateCount; ++s)
    for (int e = 0; e < kDebarmentEventCount; ++e) {
      ++pairs;
      const auto* t = find_transition(dstate(s), static_cast<DEvent>(e));
      const auto w = wanted.find({dstate(s), static_cast<DEvent>(e)});
      ASSERT_EQ(t != nullptr, w != wanted.end()) << to_text(dstate(s)) << " " << to_text(static_cast<DEvent>(e));
      if (!t) continue;
      EXPECT_EQ(t->to, w->second);
      EXPECT_EQ(t->role.empty(), t->event == DEvent::expire) << "a person takes every other step";
    }
  EXPECT_EQ(pairs, 49);
  EXPECT_EQ(wanted.size(), debarment_transitions().size());
  for (int s = 0; s < kDebarmentStateCount; ++s) EXPECT_EQ(debarment_state(to_text(dstate(s))), dstate(s));
  for (int e = 0; e < kDebarmentEventCount; ++e)
    EXPECT_EQ(debarment_event(to_text(static_cast<DEvent>(e))), static_cast<DEvent>(e));
}

class DebarmentSchema : public ::testing::TestWithParam<store::Backend> {
 protected:
  void SetUp() override {
    static constexpr store::Sql kSeed[] = {
        {"t_party", "insert into party(id, kind, name, created_at) values('pa', 'authority', 'A', 1)"},
        {"t_p1",
         "insert into person(id, party_id, display_name, identity_index, created_at) values('p1', 'pa', 'A', "
         "'11111111111111111111111111111111', 1)"},
        {"t_p2",
         "insert into person(id, party_id, display_name, identity_index, created_at) values('p2', 'pa', 'B', "
         "'22222222222222222222222222222222', 1)"},
        {"t_p3",
         "insert into person(id, party_id, display_name, identity_index, created_at) values('p3', 'pa', 'C', "
         "'33333333333333333333333333333333', 1)"},
        {"t_subject",
         "insert into subject(id, number, kind, name, certificate_kind, certificate_number, certificate_index, "
         "certificate_address, postal_address, superior, region, created_at, version) values('s1', 's1', 'company', "
         "'C', "
         "'x', '1', null, '', '', '', 'r', 1, 1)"},
        {"t_notice",
         "insert into notice(id, kind, party_id, record_kind, record_id, language, subject, body, created_at, "
         "created_by) "
         "values('n1', 'debarment_hearing', 'pa', 'debarment', 'd1', 'en', 's', 'b', 1, 'p1')"}};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      for (const auto& sql : kSeed) tx.run(sql);
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }
  static constexpr store::Sql kInsert{"t_insert",
                                      "insert into debarment(id, number, subject_id, cause, reason, law, decision_ref, "
                                      "decided_at, proposed_by, proposed_at, "
                                      "state, state_at, end_reason, heard_how, version) values('d1', 'D-2026-000001', "
                                      "'s1', 'false_filing', 'r', 'l', 'o', 1, "
                                      "'p1', 2, 'proposed', 2, '', '', 1)"};
  // All that a state may need is set with it, so that what refuses is the table of pairs.
  static constexpr store::Sql kMove{"t_move",
                                    "update debarment set state = :to, version = version + 1, notice_id = 'n1', "
                                    "answer_by = 5, heard_by = 'p2', heard_how = "
                                    "'words', heard_at = 6, activated_by = 'p3', from_at = 7, until_at = 100, "
                                    "review_at = 50, end_reason = :why where id = "
                                    "'d1'"};
  static void move_to(store::Transaction& tx, DState to) {
    tx.run(kMove, {{"to", to_text(to)}, {"why", has_ended(to) ? "x" : ""}});
  }
  std::string code_of(const store::Sql& sql) {
    const auto tried = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kInsert);
      tx.run(sql);
      return refused("given_up", "Only tried.");
    });
    return tried.error().code;
  }

  test::TestDatabase db_{GetParam(), {{"sites", muster_sites_migrations::files()}}};
};
MUSTER_ON_BOTH_BACKENDS(DebarmentSchema);

TEST_P(DebarmentSchema, HasThePairsOfTheTableAndNoOther) {
  const std::map<DState, std::vector<DState>> way{
      {DState::proposed, {}},
      {DState::notified, {DState::notified}},
      {DState::heard, {DState::notified, DState::heard}},
      {DState::active, {DState::notified, DState::heard, DState::active}},
      {DState::reviewed, {DState::notified, DState::heard, DState::active, DState::reviewed}},
      {DState::expired, {DState::notified, DState::heard, DState::active, DState::expired}},
      {DState::removed, {DState::removed}}};
  for (int f = 0; f < kDebarmentStateCount; ++f)
    for (int t = 0; t < kDebarmentStateCount; ++t) {
      const DState from = dstate(f), to = dstate(t);
      bool wanted = false;
      for (const auto& one : debarment_transitions()) wanted = wanted || (one.from == from && one.to == to);
      const auto tried = db_->write([&](store::Transaction& tx) -> Result<void> {
        tx.run(kInsert);
        for (const DState step : way.at(from)) move_to(tx, step);
        move_to(tx, to);
        return refused("given_up", "Only tried.");
      });
      EXPECT_EQ(tried.error().code == "given_up", wanted)
          << to_text(from) << " → " << to_text(to) << ": " << tried.error().code;
    }
}

TEST_P(DebarmentSchema, HasNobodyDebarredUnheardByOnePersonOrForEver) {
  static constexpr store::Sql kUnheard{"t_unheard", "update debarment set state = 'notified', version = 2"};
  EXPECT_NE(code_of(kUnheard), "given_up") << "without a notice";
  static constexpr store::Sql kOnePerson{
      "t_one", "update debarment set heard_by = 'p1', heard_how = 'words', heard_at = 6, version = 2 where id = 'd1'"};
  EXPECT_NE(code_of(kOnePerson), "given_up");
  static constexpr store::Sql kForEver{"t_ever",
                                       "update debarment set from_at = 7, until_at = 7, version = 2 where id = 'd1'"};
  EXPECT_NE(code_of(kForEver), "given_up");
  static constexpr store::Sql kSilent{"t_silent",
                                      "update debarment set notice_id = 'n1', answer_by = 50, heard_by = 'p2', "
                                      "heard_how = 'silent', heard_at = 6, version = 2"};
  EXPECT_NE(code_of(kSilent), "given_up") << "silent before its time was over";
  static constexpr store::Sql kRewrite{
      "t_rewrite", "update debarment set reason = 'another', state = 'removed', end_reason = 'x', version = 2"};
  EXPECT_EQ(code_of(kRewrite), "debarment_immutable");
  static constexpr store::Sql kDelete{"t_delete", "delete from debarment"};
  EXPECT_EQ(code_of(kDelete), "debarment_kept");
}

}  // namespace
}  // namespace muster::restrictions

// Random steps by random people on a simulated clock, on both databases (support/random_acts.h). After every step the
// invariants of 1-mission hold in what is stored, and an independent memory of what ended says that none of it stands
// again. MUSTER_SEED repeats a run.
#include <gtest/gtest.h>
#include <support/random_acts.h>

namespace muster::cases {
namespace {

constexpr int kSteps = 700;

struct Invariant {
  const char *name, *sql;  // counts what must not be
};
constexpr Invariant kNever[] = {
    {"an order without two persons, neither of them its finder",
     "select count(*) as n from orders o join case_file c on c.id = o.case_id where (select count(distinct "
     "s.person_id) from decision_signature s where s.decision_id = o.decision_id and s.person_id <> c.opened_by) <> 2"},
    {"an order without a mandate",
     "select count(*) as n from orders o join decision d on d.id = o.decision_id join party a on a.id = "
     "d.authority_party_id join party s on s.id = d.signing_party_id where not ((a.kind in ('authority', 'court') and "
     "(s.id = a.id or exists(select 1 from received_order r where r.id = d.received_order_id and r.state = 'checked' "
     "and r.checked_by <> r.entered_by))) or (d.ground = 'phishing_or_malware' and s.id = a.id and d.expires - "
     "d.starts <= 259200000000))"},
    {"an order beyond its ground's cap",
     "select count(*) as n from orders o join decision d on d.id = o.decision_id join ground g on g.code = d.ground "
     "where o.expires_at - d.starts > g.cap_hours * 3600000000"},
    {"a decision that counts without a notice or the reason why not",
     "select count(*) as n from decision d where d.state = 'confirmed' and (d.prior_notice_id is null) = "
     "(d.no_notice_reason is null)"},
    {"an order that stands after its appeal succeeded, stayed it or was not decided",
     "select count(*) as n from standing_order s join appeal a on a.order_id = s.id where a.state in ('varied', "
     "'reversed', 'lapsed', 'stayed')"},
    {"an order that stands beyond its term or its appeal's",
     "select count(*) as n from standing_order where expires_at <= :now or lapses_at <= :now"},
    {"a host that holds a site whose order does not stand",
     "select count(*) as n from hold h left join standing_order s on s.id = h.order_ref where h.state = 'active' and "
     "h.until_at > :now and s.id is null"},
    {"an appeal heard by its finder, decider or confirmer",
     "select count(*) as n from appeal a join orders o on o.id = a.order_id join case_file c on c.id = o.case_id where "
     "a.heard_by is not null and (a.heard_by = c.opened_by or exists(select 1 from decision_signature s where "
     "s.decision_id = o.decision_id and s.person_id = a.heard_by))"},
    {"a signature of somebody who manages accounts",
     "select count(*) as n from decision_signature s join role_assignment r on r.person_id = s.person_id and r.role = "
     "'admin' and r.from_at <= s.signed_at and s.signed_at < coalesce(r.until_at, 9223372036854775807)"},
    {"a signature under a role that the finder or the other signer delegated",
     "select count(*) as n from decision_signature s join decision d on d.id = s.decision_id join case_file c on c.id "
     "= "
     "d.case_id join role_assignment r on r.person_id = s.person_id and r.delegated_by is not null and r.from_at <= "
     "s.signed_at and s.signed_at < coalesce(r.until_at, 9223372036854775807) where r.delegated_by = c.opened_by or "
     "exists(select 1 from decision_signature x where x.decision_id = s.decision_id and x.person_id = r.delegated_by "
     "and x.signed_at <= s.signed_at)"},
    {"a signature with a key that no other person enrolled",
     "select count(*) as n from decision_signature s left join signing_key k on k.id = s.key_id and k.person_id = "
     "s.person_id where k.id is null or k.enrolled_by = s.person_id"},
    {"an entry of the network on a ground that never leads there",
     "select count(*) as n from network_entry e join orders o on o.id = e.order_id join decision d on d.id = "
     "o.decision_id join ground g on g.code = d.ground where g.network_allowed = 0 or d.measure <> 'network'"},
};

class RandomEvents : public ::testing::TestWithParam<store::Backend> {
 protected:
  RandomEvents() : w(GetParam()) {}

  void check(int at) {
    const auto done = w.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const Invariant& rule : kNever)
        EXPECT_EQ(tx.one({rule.name, rule.sql}, {{"now", w.clock.now()}})->integer("n"), 0)
            << rule.name << "; step " << at << ", MUSTER_SEED=" << acts.seed;
      for (const auto& row : tx.query({"standing", "select id from standing_order"})) {
        const std::string id = row.text("id");
        EXPECT_FALSE(acts.ended.contains(id)) << "stands again; step " << at << ", MUSTER_SEED=" << acts.seed;
        EXPECT_FALSE(acts.stayed.contains(id)) << "stands while stayed; step " << at << ", MUSTER_SEED=" << acts.seed;
      }
      for (const auto& row : tx.query({"over", "select id from orders where state in ('lifted', 'lapsed', 'expired')"}))
        acts.ended.insert(row.text("id"));
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }

  test::CaseWorld w;
  test::RandomActs acts{w};
};
MUSTER_ON_BOTH_BACKENDS(RandomEvents);

TEST_P(RandomEvents, NeverBreakWhatIsLaw) {
  std::printf("MUSTER_SEED=%llu\n", static_cast<unsigned long long>(acts.seed));
  for (int at = 0; at < kSteps && !HasFailure(); ++at) {
    w.clock.advance(std::chrono::milliseconds(1));  // ids in the order in which things happened
    acts.step();
    ASSERT_TRUE(w.cases_service->tick(w.clock.now()).ok());
    check(at);
  }
  // A run that reached nothing would prove nothing.
  EXPECT_GT(acts.ids("select id from orders").size(), 3u) << "MUSTER_SEED=" << acts.seed;
  EXPECT_GT(acts.ids("select id from appeal").size(), 0u) << "MUSTER_SEED=" << acts.seed;
  EXPECT_GT(acts.ended.size(), 1u) << "MUSTER_SEED=" << acts.seed;
}

}  // namespace
}  // namespace muster::cases

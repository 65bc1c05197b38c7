#include "billing_world.h"
#include <partners/service.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::billing {
namespace {

std::string changes_of(const StopDocument& d) {
  std::string out;
  for (const auto& c : d.changes) out += (c.stands ? "+" : "-") + c.scope + " ";
  return out;
}
Instant second(std::int64_t n) {
  return {n * 1'000'000};
}

TEST(StopRules, Scopes) {
  EXPECT_EQ(stop_scope("service:RING-1")->ref, "RING-1");
  EXPECT_EQ(stop_scope("partner:P-2026-000001")->kind, "partner");
  for (const char* other : {"", "service:", "site:x", "2026-17", "service:a b", "service:\xc3\xa4"})
    EXPECT_FALSE(stop_scope(other)) << other;
}

TEST(StopRules, SpansOfAnOrder) {
  const auto spans = spans_of_order({{"order.issued", second(10)},
                                     {"order.executed", second(11)},
                                     {"order.stayed", second(20)},
                                     {"order.resumed", second(30)},
                                     {"order.lifted", second(40)}},
                                    second(0), second(100));
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_TRUE(spans[0].from == second(10) && spans[0].until == second(20));
  EXPECT_TRUE(spans[1].from == second(30) && spans[1].until == second(40));
  const auto open = spans_of_order({{"order.issued", second(10)}}, second(15), second(100));
  ASSERT_EQ(open.size(), 1u);
  EXPECT_TRUE(open[0].from == second(15) && open[0].until == second(100));
}

class Stops : public ::testing::TestWithParam<store::Backend> {
 protected:
  BillingWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Stops);

TEST_P(Stops, APartnerSeesWhatIsItsOwn) {
  w.active();
  const std::string deep = "channel:P-2026-000009/" + std::string(64, 'a') + "/" + std::string(64, 'b') + "/" +
                           std::string(64, 'c') + "/" + std::string(64, 'd');
  for (const auto& scope : {std::string("service:TONE-1"), std::string("link:P-2026-0000091/A1"), deep})
    w.contract_order(scope);
  EXPECT_EQ(w.fetched().changes.size(), 3u) << "a long scope as well";
  const auto own = w.must(w.stops.entries_of("P-2026-000009", w.partner, "", 10));
  std::string scopes;
  for (const auto& e : own) scopes += e.scope.substr(0, 24) + " ";
  EXPECT_EQ(scopes, deep.substr(0, 24) + " service:TONE-1 ");
  EXPECT_EQ(w.must(w.stops.entries_of("P-2026-000009", w.partner, deep, 1)).front().scope, "service:TONE-1");
}

TEST_P(Stops, FollowsFromOrdersInBothDirections) {
  const auto none = w.fetched();
  EXPECT_EQ(none.version, 0);
  EXPECT_TRUE(none.changes.empty());
  w.active();
  const auto order = w.contract_order("service:TONE-1");
  for (const auto& l : w.must(w.stops.status()).left_out) ADD_FAILURE() << l.code << " " << l.sentence;
  const auto first = w.fetched();
  ASSERT_EQ(changes_of(first), "+service:TONE-1 ");
  EXPECT_EQ(first.changes[0].order_number, order.number);
  EXPECT_GT(first.valid_until, w.clock.now());
  w.contract_order("partner:" + w.partner);
  const auto second_one = w.fetched(first.version);
  EXPECT_EQ(second_one.since, first.version);
  EXPECT_EQ(changes_of(second_one), "+partner:" + w.partner + " ");
  EXPECT_EQ(changes_of(w.fetched(second_one.version)), "");
  // Stayed: gone from the next answer on, without any job in between.
  auto a = w.must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
  w.must(w.cases_service->stay(a.id, a.version, w.judge));
  const auto third = w.fetched(second_one.version);
  EXPECT_EQ(changes_of(third), "-service:TONE-1 ");
  EXPECT_EQ(changes_of(w.fetched(first.version)), "-service:TONE-1 +partner:" + w.partner + " ");
  EXPECT_EQ(changes_of(w.fetched()), "+partner:" + w.partner + " ");
  // A version that nobody gave out is answered by the whole list.
  EXPECT_EQ(w.fetched(first.version + 1).since, 0);
  EXPECT_EQ(w.fetched(third.version + 9).since, 0);
}

TEST_P(Stops, EndsByTheClockAlone) {
  w.active();
  w.contract_order("service:TONE-1");
  const auto stands = w.fetched();
  EXPECT_EQ(stands.changes.size(), 1u);
  w.clock.advance(std::chrono::hours(24 * 91));
  EXPECT_EQ(changes_of(w.fetched(stands.version)), "-service:TONE-1 ");
  EXPECT_EQ(w.must(w.stops.status()).entries, 0);
}

TEST_P(Stops, AServiceIsSuspendedByItselfAndByItsPartner) {
  w.active("TONE-1");
  w.active("TONE-2");
  const auto own = w.contract_order("service:TONE-1");
  const partners::Service register_of_partners(*w.db, w.recorder, w.policy, *w.notices_service);
  const auto applied = w.must(register_of_partners.apply_for({w.partner, partners::Kind::billing, "L-1"}, w.registrar));
  const auto whole = w.contract_order("partner:" + applied.number);
  w.write([&](store::Transaction& tx) {
    auto services = w.must(w.services.tariff(tx));
    w.stops.add_suspensions(tx, services);
    ASSERT_EQ(services.size(), 2u);
    ASSERT_EQ(services[0].suspended.size(), 2u);
    ASSERT_EQ(services[1].suspended.size(), 1u);
    EXPECT_EQ(services[0].suspended[0].from, own.issued_at);
    EXPECT_EQ(services[1].suspended[0].from, whole.issued_at);
    EXPECT_EQ(services[1].suspended[0].until, whole.expires_at);
  });
}

TEST_P(Stops, OrdersOnOtherContractsStandInNoList) {
  w.contract_order("lease 2026-17");
  EXPECT_TRUE(w.fetched().changes.empty());
}

TEST_P(Stops, AnOrderThatWasTamperedWithIsLeftOut) {
  w.active();
  w.contract_order("service:TONE-1");
  ASSERT_EQ(w.fetched().changes.size(), 1u);
  w.db.as_owner("decision", "update decision set scope_value = 'service:OTHER';");
  EXPECT_TRUE(w.fetched().changes.empty());
  EXPECT_FALSE(w.must(w.stops.status()).left_out.empty());
}

TEST_P(Stops, TheDocumentIsSignedAndNothingOfItCanBeChanged) {
  w.active();
  w.contract_order("service:TONE-1");
  std::string text = w.must(w.stops.document(0));
  EXPECT_TRUE(read_stop_list(text, w.stops.verifier()).ok());
  for (const char* word : {"TONE-1", "version", "muster-stop-list"}) {
    std::string forged = text;
    forged[forged.find(word)] ^= 1;
    EXPECT_FALSE(read_stop_list(forged, w.stops.verifier()).ok()) << word;
  }
  const auto other = *ledger::SigningKey::make("muster.example/other", ledger::Algorithm::ed25519, w.random);
  EXPECT_FALSE(read_stop_list(text, other.verifier()).ok());
  EXPECT_FALSE(read_stop_list("", w.stops.verifier()).ok());
}

}  // namespace
}  // namespace muster::billing

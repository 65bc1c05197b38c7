#include "billing_world.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::billing {
namespace {

using ::testing::ElementsAre;

constexpr Duration kADay = std::chrono::hours(24);
const std::string kGoodFlow =
    R"({"way":"plain","start":"http://a.example/offer?x=1","steps":[{"address":"http://a.example/offer"},)"
    R"({"address":"http://a.example/first","confirms":true},{"address":"http://a.example/second","confirms":true}],)"
    R"("charge_address":"http://pay.example/charge"})";

TEST(RegisterRules, StatesAreATable) {
  EXPECT_EQ(*next_service_state("proposed", "confirm"), "active");
  EXPECT_EQ(next_service_state("ended", "confirm").error().code, "service_state");
  EXPECT_THAT(open_service_events("proposed"), ElementsAre("confirm", "refuse"));
}

TEST(RegisterRules, EveryFaultAtOnce) {
  NewService s;
  s.flow = "{}";
  std::vector<std::string> codes;
  for (const auto& e : check_service(s)) codes.push_back(e.code);
  EXPECT_THAT(codes, ElementsAre("service_code", "service_name", "service_text", "service_text", "service_text",
                                 "price_currency", "flow_form"));
}

TEST(RegisterRules, FlowsHaveTwoConfirmationsAndNeverTheCharge) {
  ASSERT_TRUE(parse_flow(kGoodFlow).ok());
  EXPECT_EQ(to_text(*parse_flow(to_text(*parse_flow(kGoodFlow)))), to_text(*parse_flow(kGoodFlow)));
  const auto with = [](std::string from, const std::string& to) {
    std::string out = kGoodFlow;
    return out.replace(out.find(from), from.size(), to);
  };
  EXPECT_EQ(parse_flow(with("\"plain\"", "\"phone\"")).error().code, "flow_form");
  EXPECT_EQ(parse_flow(with("first\",\"confirms\":true", "first\",\"confirms\":false")).error().code, "flow_steps");
  EXPECT_EQ(parse_flow(with("http://a.example/second", "ftp://a.example/second")).error().code, "flow_address");
  EXPECT_EQ(parse_flow(with("http://a.example/offer?x=1", "http://b.example/")).error().code, "flow_steps");
  EXPECT_EQ(parse_flow(with("http://pay.example/charge", "http://a.example/")).error().code, "flow_charge_address");
}

class Services : public ::testing::TestWithParam<store::Backend> {
 protected:
  BillingWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Services);

TEST_P(Services, TwoPersonsSetAPrice) {
  const auto s = w.must(w.services.propose(w.tone(), w.registrar));
  EXPECT_EQ(s.state, "proposed");
  EXPECT_EQ(w.services.apply(s.id, 1, "confirm", "", w.registrar).error().code, "role_missing");
  const auto own = w.must(w.services.propose(w.tone("TONE-2"), w.both));
  EXPECT_EQ(w.services.apply(own.id, 1, "confirm", "", w.both).error().code, "same_person");
  EXPECT_EQ(w.services.apply(s.id, 7, "confirm", "", w.supervisor).error().code, "stale_version");
  EXPECT_EQ(w.must(w.services.apply(s.id, 1, "confirm", "", w.supervisor)).state, "active");
  EXPECT_EQ(w.services.propose(w.tone(), w.registrar).error().code, "service_code_taken");
  EXPECT_EQ(w.services.propose(w.tone("T"), w.supervisor).error().code, "role_missing");
  auto stranger = w.tone("T");
  stranger.partner_id = w.carrier;
  EXPECT_EQ(w.services.propose(stranger, w.registrar).error().code, "service_partner");
}

TEST_P(Services, PricesFollowOneAnother) {
  const auto s = w.active();
  const Instant now = w.clock.now();
  EXPECT_EQ(w.services.propose_price(s.id, 300, "CNY", now - kADay, w.registrar).error().code, "price_backwards");
  const auto p = w.must(w.services.propose_price(s.id, 300, "CNY", now + kADay, w.registrar));
  EXPECT_EQ(w.services.propose_price(s.id, 400, "CNY", now + kADay, w.registrar).error().code, "price_waits");
  EXPECT_EQ(w.services.apply_price(s.id, p.id, "confirm", w.registrar).error().code, "role_missing");
  w.must(w.services.apply_price(s.id, p.id, "confirm", w.supervisor));
  EXPECT_EQ(w.services.apply_price(s.id, p.id, "refuse", w.supervisor).error().code, "price_state");
  EXPECT_EQ(w.must(w.services.get(s.id)).amount, 200);
  w.clock.advance(kADay);
  EXPECT_EQ(w.must(w.services.get(s.id)).amount, 300);
  const auto prices = w.must(w.services.prices(s.id));
  ASSERT_EQ(prices.size(), 2u);
  EXPECT_EQ(prices[1].until, prices[0].from);
  // One that waited for too long can't begin in the past.
  const auto late = w.must(w.services.propose_price(s.id, 400, "CNY", w.clock.now() + kADay, w.registrar));
  w.clock.advance(kADay * 2);
  EXPECT_EQ(w.services.apply_price(s.id, late.id, "confirm", w.supervisor).error().code, "price_backwards");
}

TEST_P(Services, TheSchemaRefusesWhatTheRulesRefuse) {
  const auto s = w.active();
  const auto refused = [&](const char* text) {
    const store::Sql sql{"t_attack", text};
    const auto done = w.db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, {{"id", s.id}});
      return {};
    });
    return done.ok() ? std::string("done") : done.error().code;
  };
  EXPECT_EQ(refused("update billing_price set amount = 1 where service_id = :id"), "price_immutable");
  EXPECT_EQ(refused("delete from billing_price where service_id = :id"), "price_kept");
  EXPECT_EQ(refused("delete from billing_service where id = :id"), "service_kept");
  EXPECT_EQ(refused("update billing_service set code = 'X', version = version + 1 where id = :id"),
            "service_immutable");
  EXPECT_EQ(refused("update billing_service set state = 'proposed', decided_by = null, version = version + 1 where id "
                    "= :id"),
            "service_immutable");
  EXPECT_EQ(refused("insert into stop_entry(scope, from_version, order_id, order_number) values('service:TONE-1', 1, "
                    ":id, 'O-1')"),
            "stop_without_order");
}

TEST_P(Services, ListsByCodeStateAndPartner) {
  for (const char* code : {"A-1", "A-2", "B-1"}) w.active(code);
  w.must(w.services.propose(w.tone("C-1"), w.registrar));
  const auto codes = [&](const ServiceFilter& f) {
    std::string out;
    for (const auto& s : w.must(w.services.list(f))) out += s.code + " ";
    return out;
  };
  EXPECT_EQ(codes({}), "A-1 A-2 B-1 C-1 ");
  EXPECT_EQ(codes({.code_start = "A", .after = "A-1"}), "A-2 ");
  EXPECT_EQ(codes({.state = "proposed"}), "C-1 ");
  EXPECT_EQ(codes({.state = "active", .partner_id = w.partner, .after = "A-2"}), "B-1 ");
}

TEST_P(Services, AFileComesInWithItsFaultsAndASecondPersonConfirmsIt) {
  const std::string text =
      "code,name,partner,price,currency,from,first_text,second_text,behalf_text\n"
      "R-1,Ring one,Tones Ltd,2.00,CNY,2026-01-01,Buy?,Sure?,Billed for Tones\n"
      "R-2,Ring two,Nobody,2.00,CNY,2026-01-01,Buy?,Sure?,Billed for Tones\n"
      "R-3,Ring three,Tones Ltd,two,CNY,2026-01-01,Buy?,Sure?,Billed for Tones\n"
      "R-1,Ring one again,Tones Ltd,2.00,CNY,2026-01-01,Buy?,Sure?,Billed for Tones\n"
      "R 5,Ring five,Tones Ltd,2.00,CNY,2026-01-01,Buy?,Sure?,Billed for Tones\n";
  std::map<std::int64_t, std::string> faults;
  const auto go = [&](bool dry_run) {
    faults.clear();
    std::istringstream in(text);
    return w.must(w.services.import_csv(
        in, {w.registrar, dry_run, [&](const ImportLine& l) { faults[l.line] = l.error.field; }}));
  };
  const std::map<std::int64_t, std::string> expected{{3, "partner"}, {4, "price"}, {5, "code"}, {6, "code"}};
  EXPECT_EQ(go(true).accepted, 1);
  EXPECT_EQ(faults, expected);
  EXPECT_TRUE(w.must(w.services.list({})).empty());
  const auto first = go(false);
  EXPECT_EQ(first.accepted, 1);
  EXPECT_EQ(first.refused, 4);
  EXPECT_EQ(faults, expected);
  EXPECT_EQ(go(false).already_in, 1);
  EXPECT_EQ(w.services.confirm_import(first.id, w.registrar).error().code, "role_missing");
  EXPECT_EQ(w.must(w.services.confirm_import(first.id, w.supervisor)), 1);
  EXPECT_EQ(w.services.confirm_import(first.id, w.supervisor).error().code, "import_unknown");
  EXPECT_EQ(w.must(w.services.by_code("R-1")).state, "active");
  std::istringstream empty("");
  EXPECT_EQ(w.services.import_csv(empty, {w.registrar}).error().code, "import_empty");
  std::istringstream missing("code,name\n");
  EXPECT_EQ(w.services.import_csv(missing, {w.registrar}).error().code, "csv_column_missing");
}

}  // namespace
}  // namespace muster::billing

#include <lines/service.h>
#include <persons/service.h>

#include <support/vault_world.h>
#include <things/service.h>

namespace muster::things {
namespace {

constexpr std::int64_t kFirst = 8619900000000;

// Luhn's digit behind 14 of them: IMEIs of nobody's devices (the TAC 00100100 is a test allocation).
std::string imei(int n) {
  std::string digits = "00100100" + std::string(6 - std::to_string(n).size(), '0') + std::to_string(n);
  int sum = 0;
  bool twice = true;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int d = (*c - '0') * (twice ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}

class Things : public test::VaultTest {
 protected:
  explicit Things(const std::string& policy = {})
      : own_policy_(*policy::Policy::parse(policy)),
        lines_(*db_, recorder_, own_policy_),
        persons_(*db_, recorder_, vault_, own_policy_),
        service_(*db_, recorder_, own_policy_) {
    const auto pool =
        *lines_.make_pool("admin", {"Things", "Operator", "CN-11", lines::LineKind::iot, kFirst, kFirst + 99});
    EXPECT_EQ(*lines_.stock("admin", pool.id, 20), 20);
    persons::NewHolder holder;
    holder.identity = {"Specimen Person", "1990-01-01", "12 Example Street, Utopia"};
    holder.document = {"cn_resident_id", "CHN", test::resident_id("19900101", 1), ""};
    holder_ = persons_.create("clerk", holder)->id;
  }
  // A line of the holder's, in service.
  lines::Line serve(int n, const std::string& holder = {}) {
    const auto reserved = *lines_.reserve("dealer", kFirst + n, "dealer-1");
    EXPECT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    EXPECT_TRUE(lines_.change_sim("dealer", reserved.id, reserved.version, test::iccid(n), "first").ok());
    give(reserved.id, holder.empty() ? holder_ : holder, n + 1);
    const auto given = line(n);
    EXPECT_TRUE(lines_.apply("registrar", given.id, given.version, lines::Event::activate).ok());
    return line(n);
  }
  void give(const std::string& line_id, const std::string& holder, int slot) {
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line_id;
    o.holder_id = o.counted_under = holder;
    o.kind = lines::LineKind::iot;
    o.slot = slot;
    o.cap = 20;
    o.ground_ref = "r-1";
    o.from = clock_.now();
    ASSERT_TRUE(
        db_->write([&](store::Transaction& tx) { return lines::give(tx, std::span(&o, 1), clock_.now()); }).ok());
  }
  lines::Line line(int n) { return *lines_.line_of_msisdn(kFirst + n); }
  static NewThing asked(int n, int device) {
    return {lines::msisdn_text(kFirst + n), {DeviceKind::imei, imei(device)}, "metering", {"data"}, {}, "contract-1"};
  }
  Thing bound(int n, int device) {
    serve(n);
    const auto done = service_.bind("clerk", asked(n, device));
    EXPECT_TRUE(done.ok()) << done.error().code;
    return *done;
  }
  std::string code_of(const NewThing& thing) { return service_.bind("clerk", thing).error().code; }

  policy::Policy own_policy_;
  lines::Service lines_;
  persons::Service persons_;
  Service service_;
  std::string holder_;
};
MUSTER_ON_BOTH_BACKENDS(Things);

TEST_P(Things, ALineIsBoundToOneDeviceAndADeviceToOneLine) {
  const Thing t = bound(0, 1);
  EXPECT_EQ(t.state, State::bound);
  EXPECT_EQ(t.contact_id, holder_) << "the holder answers, where nobody else is named";
  EXPECT_EQ(code_of(asked(0, 2)), "thing_bound");
  serve(1);
  EXPECT_EQ(code_of(asked(1, 1)), "device_bound");
  EXPECT_EQ(service_.of_device({DeviceKind::imei, imei(1)})->id, t.id);
  EXPECT_EQ(service_.of_device({DeviceKind::imei, imei(9)}).error().code, "thing_unknown");
  EXPECT_EQ(ledger_text().find(imei(1)), std::string::npos) << "a device's number stands in no event";
}

TEST_P(Things, WhatIsWrongIsSaidAtOnceByField) {
  serve(0);
  NewThing thing = asked(0, 1);
  thing.device.number = "001001000000010";  // a wrong check digit
  thing.scenario = "espionage";
  thing.services = {"data", "sms"};
  thing.evidence_ref = "";
  const auto error = service_.bind("clerk", thing).error();
  std::vector<std::string> fields;
  for (const Error& e : error.all) fields.push_back(e.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"device", "scenario", "services", "evidence_ref"}));
  EXPECT_EQ(error.all.at(2).code, "thing_person_to_person");
  thing = asked(5, 1);
  EXPECT_EQ(code_of(thing), "line_without_holder");
  thing.msisdn = "+8619900099999";
  EXPECT_EQ(code_of(thing), "line_unknown");
  thing = asked(0, 1);
  thing.contact_id = "nobody";
  EXPECT_EQ(code_of(thing), "contact_unknown");
  thing.services = {"teleport"};
  EXPECT_EQ(code_of(thing), "service_unknown");
  thing.services = {};
  EXPECT_EQ(code_of(thing), "services_missing");
}

TEST_P(Things, AnotherDeviceIsAnotherIntervalAndNotAnyNumberOfTimes) {
  Thing t = bound(0, 1);
  EXPECT_EQ(service_.change_device("clerk", t.id, t.version, {DeviceKind::imei, imei(1)}, "repair-1").error().code,
            "device_same");
  for (int n = 2; n <= 4; ++n) {
    const auto next = service_.change_device("clerk", t.id, t.version, {DeviceKind::imei, imei(n)}, "repair-1");
    ASSERT_TRUE(next.ok()) << next.error().code;
    EXPECT_EQ(next->replaces_id, t.id);
    EXPECT_EQ(service_.get(t.id)->end_reason, "device_changed");
    t = *next;
  }
  EXPECT_EQ(service_.change_device("clerk", t.id, t.version, {DeviceKind::imei, imei(5)}, "repair-1").error().code,
            "thing_changes_max");
  EXPECT_EQ(service_.change_device("clerk", t.id, 7, {DeviceKind::imei, imei(5)}, "repair-1").error().code,
            "stale_version");
  clock_.advance(std::chrono::hours(24 * 366));
  EXPECT_TRUE(service_.change_device("clerk", t.id, t.version, {DeviceKind::imei, imei(5)}, "repair-1").ok());
  EXPECT_EQ(service_.of_line(t.line_id)->size(), 5u);
}

TEST_P(Things, SeenElsewherePeopleHaveATermThenItIsBarredAndServesAgainWhenExplained) {
  Thing t = bound(0, 1);
  EXPECT_EQ(*service_.seen("network", {lines::msisdn_text(kFirst), {DeviceKind::imei, imei(1)}}), Seen::right);
  EXPECT_EQ(*service_.seen("network", {lines::msisdn_text(kFirst), {DeviceKind::imei, imei(8)}}), Seen::elsewhere);
  EXPECT_EQ(service_.get(t.id)->state, State::mismatched);
  EXPECT_EQ(line(0).state, lines::State::active) << "a machine only suspects";
  EXPECT_EQ(*service_.tick(), 0);
  EXPECT_EQ(*service_.seen("network", {lines::msisdn_text(kFirst), {DeviceKind::imei, imei(1)}}), Seen::right);
  EXPECT_EQ(service_.get(t.id)->state, State::bound) << "back in its own device in time";
  EXPECT_EQ(*service_.seen("network", {lines::msisdn_text(kFirst), {DeviceKind::imei, imei(8)}}), Seen::elsewhere);
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(*service_.tick(), 0) << "once";
  EXPECT_EQ(line(0).state, lines::State::barred);
  EXPECT_EQ(*service_.seen("network", {lines::msisdn_text(kFirst), {DeviceKind::imei, imei(1)}}), Seen::right);
  EXPECT_EQ(line(0).state, lines::State::barred) << "barred, people lift it";
  t = *service_.get(t.id);
  EXPECT_EQ(service_.explain("clerk", t.id, t.version, "").error().code, "evidence_missing");
  ASSERT_TRUE(service_.explain("clerk", t.id, t.version, "repair-7").ok());
  EXPECT_EQ(line(0).state, lines::State::active);
  t = *service_.get(t.id);
  EXPECT_EQ(service_.explain("clerk", t.id, t.version, "repair-7").error().code, "thing_state");
}

TEST_P(Things, WithoutADeviceALineServesForATermAlone) {
  serve(0);
  EXPECT_EQ(service_.without_device("", 10)->size(), 1u);
  EXPECT_EQ(*service_.tick(), 0);
  clock_.advance(std::chrono::hours(24 * 8));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(line(0).state, lines::State::barred);
  ASSERT_TRUE(service_.bind("clerk", asked(0, 1)).ok());
  EXPECT_EQ(line(0).state, lines::State::active) << "the binding was what it lacked";
  EXPECT_EQ(service_.without_device("", 10)->size(), 0u);
  const Thing t = service_.of_line(line(0).id)->front();
  ASSERT_TRUE(service_.unbind("clerk", t.id, t.version, "scrapped-1").ok());
  EXPECT_EQ(*service_.tick(), 0) << "another device has its term";
  EXPECT_EQ(service_.without_device("", 10)->size(), 1u);
  clock_.advance(std::chrono::hours(24 * 8));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(line(0).state, lines::State::barred);
}

TEST_P(Things, AnUpdateBarsNobody) {
  serve(0);
  serve(1);
  // As the migration has it of lines that were held before there was this rule.
  const store::Sql spare{"t_spare", "update thing_wanted set spared = 1 where line_id = :line"};
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   tx.run(spare, {{"line", line(0).id}});
                   return {};
                 })
                  .ok());
  clock_.advance(std::chrono::hours(24 * 400));
  EXPECT_EQ(*service_.tick(), 1);
  EXPECT_EQ(line(0).state, lines::State::active);
  EXPECT_EQ(line(1).state, lines::State::barred);
  const auto listed = service_.without_device("", 10);
  ASSERT_EQ(listed->size(), 1u) << "people see it";
  EXPECT_FALSE(listed->front().due_at.has_value());
  ASSERT_TRUE(service_.bind("clerk", asked(0, 1)).ok());
  const Thing t = service_.of_line(line(0).id)->front();
  ASSERT_TRUE(service_.unbind("clerk", t.id, t.version, "scrapped-1").ok());
  EXPECT_TRUE(service_.without_device("", 10)->front().due_at.has_value()) << "once bound it is as all others are";
}

TEST_P(Things, SomebodyElsesBarIsNotLifted) {
  serve(0);
  const auto before = line(0);
  ASSERT_TRUE(lines_.apply("officer", before.id, before.version, lines::Event::bar, "fraud_suspected").ok());
  clock_.advance(std::chrono::hours(24 * 8));
  ASSERT_TRUE(service_.bind("clerk", asked(0, 1)).ok());
  EXPECT_EQ(line(0).state, lines::State::barred);
}

TEST_P(Things, WhatChangedHandsIsNotBoundAnyMore) {
  const Thing t = bound(0, 1);
  auto now = line(0);
  ASSERT_TRUE(lines_.apply("officer", now.id, now.version, lines::Event::disconnect, "holder_asked").ok());
  serve(1);
  ASSERT_TRUE(service_.bind("clerk", asked(1, 1)).ok()) << "the device is free with its line's end";
  EXPECT_EQ(service_.get(t.id)->end_reason, "line_ended");
  now = line(1);
  ASSERT_TRUE(lines_.apply("officer", now.id, now.version, lines::Event::disconnect, "holder_asked").ok());
  EXPECT_EQ(*service_.sweep(), 1);
  EXPECT_EQ(service_.without_device("", 10)->size(), 0u);
  EXPECT_EQ(service_.in_state(State::ended, {}, 10)->size(), 2u);
}

TEST_P(Things, TheSchemaRefusesWhatTheServiceWouldNotWrite) {
  const Thing t = bound(0, 1);
  EXPECT_EQ(attack("update thing set device = '" + imei(2) + "', version = 2 where id = '" + t.id + "'"),
            "thing_immutable");
  EXPECT_EQ(attack("delete from thing where id = '" + t.id + "'"), "thing_kept");
  EXPECT_EQ(attack("insert into thing(id, line_id, ownership_id, contact_id, device_kind, device, scenario, services, "
                   "evidence_ref, state, state_since, bound_by, bound_at, version) select 'x', line_id, 'nobody', "
                   "contact_id, device_kind, '" +
                   imei(3) + "', scenario, services, evidence_ref, 'bound', 1, 'x', 1, 1 from thing"),
            "thing_line");
}

class ThingsThatSpeak : public Things {
 protected:
  ThingsThatSpeak() : Things("[iot]\nperson_to_person = true\n") {}
};
MUSTER_ON_BOTH_BACKENDS(ThingsThatSpeak);

TEST_P(ThingsThatSpeak, WhereTheRegimeAllowsIt) {
  serve(0);
  NewThing thing = asked(0, 1);
  thing.services = {"sms", "data", "sms"};
  const auto done = service_.bind("clerk", thing);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->services, (std::vector<std::string>{"data", "sms"}));
}

}  // namespace
}  // namespace muster::things

// Changes of the zone as probes, and a resolver that follows, is late, drifts and comes back.
#include <map>

#include <convergence/service.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/zone_world.h>

namespace muster::convergence {
namespace {

using test::ZoneWorld;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Following : public ::testing::TestWithParam<store::Backend> {
 protected:
  Following() : w(GetParam()) {
    w.enrol();
    w.settle();
  }
  // A resolver that loads the zone when it is told to.
  std::vector<Seen> answer(const Whom& whom, const std::vector<std::string>& names) {
    asked += names.size();
    std::vector<Seen> out;
    for (const auto& name : names) {
      Seen seen = Seen::open;
      for (const auto& held : loaded[whom.address])
        if (name == held || (held.starts_with("*.") && name.ends_with(held.substr(1)))) seen = Seen::blocked;
      out.push_back(silent ? Seen::silent : seen);
    }
    return out;
  }
  void load(const std::string& address) {
    w.settle();
    loaded[address].clear();
    ZoneWorld::must(w.zone.each(w.serial(), [&](const std::vector<zones::ZoneEntry>& page) {
      for (const auto& e : page) loaded[address].push_back((e.wildcard ? "*." : "") + e.name);
      return true;
    }));
  }
  std::string add(const std::string& address) {
    return ZoneWorld::must(service.add(w.operator_person, {"At " + address, address, 53})).id;
  }
  Stepped step(Duration later = std::chrono::seconds(1)) {
    w.clock.advance(later);
    w.settle();
    return ZoneWorld::must(service.step());
  }
  ResolverLine line() { return ZoneWorld::must(service.list("", 10)).at(0); }
  std::vector<std::string> states() {
    std::vector<std::string> out;
    for (const auto& p : ZoneWorld::must(service.probes("", "", "", 100)))
      out.push_back(fmt::format("{}{} {} {}", p.wildcard ? "*." : "", p.name, p.blocked ? "held" : "open", p.state));
    std::sort(out.begin(), out.end());
    return out;
  }
  void reverse(const cases::Order& order) {
    auto appeal = ZoneWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    ZoneWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
  }

  ZoneWorld w;
  std::map<std::string, std::vector<std::string>> loaded;
  std::size_t asked = 0;
  bool silent = false;
  Service service{*w.db,
                  w.recorder,
                  w.zone,
                  [this](const Whom& whom, const std::vector<std::string>& names) { return answer(whom, names); },
                  {}};
};
MUSTER_ON_BOTH_BACKENDS(Following);

TEST_P(Following, AChangeIsAskedForUntilTheResolverHasIt) {
  add("192.0.2.1");
  const auto order = w.order("bad.example", "domain");
  step();
  EXPECT_THAT(states(), ElementsAre("*.bad.example held waiting", "bad.example held waiting"));
  load("192.0.2.1");
  step();
  EXPECT_THAT(states(), ElementsAre("*.bad.example held agreed", "bad.example held agreed"));
  EXPECT_EQ(line().changes, 2);
  EXPECT_LE(*line().longest, std::chrono::seconds(3));
  EXPECT_GE(*line().p50, std::chrono::seconds(1));
  reverse(order);
  step();
  EXPECT_THAT(states(), ElementsAre("*.bad.example open waiting", "bad.example open waiting"));
  load("192.0.2.1");
  step();
  EXPECT_THAT(states(), ElementsAre("*.bad.example open agreed", "bad.example open agreed"));
  step(kCounted + std::chrono::hours(1));
  w.order("other.example");
  step();
  EXPECT_THAT(states(), ElementsAre("other.example held waiting")) << "what is open again is forgotten";
}

TEST_P(Following, AResolverThatDoesNotFollowDriftsAndThatIsTold) {
  const auto id = add("192.0.2.1");
  w.order("bad.example");
  step();
  step(kGrace);
  EXPECT_EQ(line().drifts, 1);
  for (int i = 0; i < 5; ++i) step(kAskedAtMost);
  load("192.0.2.1");
  step(kAskedAtMost);
  EXPECT_EQ(line().drifts, 0);
  std::vector<std::string> kinds;
  ZoneWorld::must(w.db->read([&](store::Transaction& tx) -> Result<void> {
    for (const auto& event : events::of_record(tx, "resolver", id)) kinds.push_back(event.kind);
    return {};
  }));
  EXPECT_THAT(kinds, ElementsAre("resolver.added", "resolver.drifted", "resolver.agrees")) << "each told once";
  // What agreed is looked at again: a resolver that lost its zone is found.
  loaded["192.0.2.1"].clear();
  step(kAgreedAgain);
  EXPECT_EQ(line().drifts, 1);
}

TEST_P(Following, ASilentResolverIsLateAndNoMore) {
  add("192.0.2.1");
  w.order("bad.example");
  silent = true;
  step();
  step(kGrace * 2);
  EXPECT_THAT(states(), ElementsAre("bad.example held waiting"));
  EXPECT_FALSE(line().answered_at.has_value());
}

TEST_P(Following, EachResolverIsAskedForItself) {
  add("192.0.2.1");
  add("192.0.2.2");
  w.order("bad.example");
  load("192.0.2.2");
  step();
  EXPECT_THAT(states(), ElementsAre("bad.example held agreed", "bad.example held waiting"));
  EXPECT_EQ(service.add(w.operator_person, {"again", "192.0.2.1", 53}).error().code, "resolver_exists");
  EXPECT_EQ(service.add(w.operator_person, {"", "192.0.2.3", 53}).error().code, "label");
  EXPECT_EQ(service.add(w.operator_person, {"x", "resolver.example", 53}).error().code, "address");
  EXPECT_EQ(service.add(w.operator_person, {"x", "2001:db8::1", 0}).error().code, "port");
}

TEST_P(Following, WhatStandsAlreadyIsAskedForAndAnEndEndsIt) {
  w.order("bad.example");
  load("192.0.2.1");
  const auto id = add("192.0.2.1");
  step();
  EXPECT_THAT(states(), ElementsAre("bad.example held agreed"));
  ZoneWorld::must(service.end(w.operator_person, id));
  EXPECT_THAT(states(), IsEmpty());
  const auto before = asked;
  step();
  EXPECT_EQ(asked, before);
  EXPECT_EQ(service.end(w.operator_person, id).error().code, "resolver_unknown");
}

}  // namespace
}  // namespace muster::convergence

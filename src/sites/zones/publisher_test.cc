// The zone as it changes: what stands follows orders, clock and gates; each pair of serials has its difference.
#include <restrictions/never_block_service.h>

#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/seed.h>
#include <support/zone_world.h>
#include <zones/hot.h>

namespace muster::zones {
namespace {

using test::ZoneWorld;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Duration kHour = std::chrono::hours(1);

class Zones : public ::testing::TestWithParam<store::Backend> {
 protected:
  Zones() : w(GetParam()) {}
  void on() { w.enrol(); }
  std::int64_t settle() {
    w.settle();
    return w.serial();
  }
  std::vector<std::string> names(std::int64_t serial = 0) {
    std::vector<std::string> out;
    ZoneWorld::must(zone.each(serial == 0 ? settle() : serial, [&](const std::vector<ZoneEntry>& page) {
      for (const ZoneEntry& entry : page) out.push_back((entry.wildcard ? "*." : "") + entry.name);
      return true;
    }));
    return out;
  }
  void reverse(const cases::Order& order) {
    auto appeal = ZoneWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    ZoneWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
  }
  ZoneWorld w;
  const Publisher& zone = w.zone;
};
MUSTER_ON_BOTH_BACKENDS(Zones);

TEST_P(Zones, AreEmptyUntilAuthorityAndWitnessAreEnrolledAndEmptyAgainWithoutThem) {
  w.enrol_authority();
  w.order("bad.example");
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_NE(ZoneWorld::must(zone.state()).closed, "");
  w.enrol_witness();
  EXPECT_THAT(names(), ElementsAre("bad.example"));
  EXPECT_EQ(ZoneWorld::must(zone.state()).closed, "");
}

TEST_P(Zones, FollowAnOrderFromItsSignaturesToItsReversal) {
  on();
  const auto before = settle();
  const auto order = w.order("bad.example", "domain");
  w.order("www.one.example", "host");
  const auto with = settle();
  EXPECT_GT(with, before);
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example", "www.one.example"));
  EXPECT_EQ(settle(), with) << "nothing happened: the serial stays";
  reverse(order);
  EXPECT_THAT(names(), ElementsAre("www.one.example"));
  const auto after = settle();

  const auto there = ZoneWorld::must(zone.difference(before, with, 100));
  ASSERT_TRUE(there.has_value());
  EXPECT_EQ(there->added.size(), 3u);
  EXPECT_THAT(there->removed, IsEmpty());
  const auto back = ZoneWorld::must(zone.difference(with, after, 100));
  EXPECT_THAT(back->added, IsEmpty());
  EXPECT_EQ(back->removed.size(), 2u);
  const auto both = ZoneWorld::must(zone.difference(before, after, 100));
  EXPECT_THAT(both->added, ElementsAre(ZoneEntry{"www.one.example", false}));
  EXPECT_FALSE(ZoneWorld::must(zone.difference(before, after, 0)).has_value()) << "longer than asked for";
  EXPECT_FALSE(ZoneWorld::must(zone.difference(1, after, 100)).has_value()) << "before anything that is known";
  EXPECT_THAT(names(with), ElementsAre("bad.example", "*.bad.example", "www.one.example")) << "as it stood";
}

TEST_P(Zones, StaysLapseAndExpireByTheEmittersClock) {
  on();
  const auto c = w.referred("explicit_unlawful", "short.example");
  w.decide(c, w.network_draft("short.example", "host", 24 * kHour));
  const auto stayed = w.order("stayed.example");
  const auto late = w.order("late.example");
  EXPECT_THAT(names(), ElementsAre("late.example", "short.example", "stayed.example"));
  auto appeal = ZoneWorld::must(w.cases_service->file_appeal({stayed.number, "No.", "", "en"})).appeal;
  ZoneWorld::must(w.cases_service->stay(appeal.id, appeal.version, w.judge));
  EXPECT_THAT(names(), ElementsAre("late.example", "short.example"));
  appeal = ZoneWorld::must(w.cases_service->file_appeal({late.number, "No.", "", "en"})).appeal;
  EXPECT_THAT(names(), ElementsAre("late.example", "short.example"));
  w.clock.advance(24 * kHour);
  EXPECT_THAT(names(), ElementsAre("late.example")) << "expired, and no job ran";
  w.clock.set(appeal.decide_due);
  EXPECT_THAT(names(), IsEmpty()) << "an appeal that nobody decided opens the network";
}

TEST_P(Zones, ANameThatAnotherOrderTakesAwayStays) {
  on();
  const auto first = w.order("bad.example");
  const auto second = w.order("bad.example", "domain");
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example"));
  const auto serial = settle();
  reverse(first);
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example"));
  const auto difference = ZoneWorld::must(zone.difference(serial, settle(), 100));
  EXPECT_THAT(difference->added, IsEmpty());
  EXPECT_THAT(difference->removed, IsEmpty());
  reverse(second);
  EXPECT_THAT(names(), IsEmpty());
}

TEST_P(Zones, HoldWhatTheWholeFeedHoldsAfterAnySequence) {
  on();
  std::mt19937 random(20260301);
  std::vector<cases::Order> standing;
  for (int i = 0; i < 25; ++i) {
    const auto kind = random() % 3;
    if (kind == 0 || standing.empty())
      standing.push_back(w.order("n" + std::to_string(random() % 8) + ".example", random() % 2 ? "host" : "domain"));
    else if (kind == 1) {
      const std::size_t at = random() % standing.size();
      reverse(standing[at]);
      standing.erase(standing.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      w.clock.advance(kHour);
    }
    // The feed leaves out what stands below a wildcard, the zone doesn't need to: the same names are taken away.
    const auto all = ZoneWorld::must(w.feeds.preview_rpz()).entries;
    const auto mine = names();
    for (const auto& entry : all)
      EXPECT_THAT(mine, ::testing::Contains((entry.wildcard ? "*." : "") + entry.name)) << i;
    for (const auto& name : mine) {
      const bool covered = std::any_of(all.begin(), all.end(), [&](const enforcement::Entry& entry) {
        const std::string wide = (entry.wildcard ? "*." : "") + entry.name;
        return wide == name || (entry.wildcard && name.ends_with("." + entry.name));
      });
      EXPECT_TRUE(covered) << name << " after " << i;
    }
  }
}

TEST_P(Zones, TheSchemaTakesNothingWithoutAnOrder) {
  on();
  const auto order = w.order("bad.example");
  settle();
  const auto refused = [&](const std::string& sql) {
    const auto done = w.db->write([&](store::Transaction& tx) -> Result<void> {
      const std::string text = sql;
      tx.run(store::Sql{"t_attack", text.c_str()});
      return {};
    });
    return done.ok() ? std::string("taken") : done.error().code;
  };
  EXPECT_EQ(refused("insert into zone_entry(name, kind, from_serial, order_id, order_number) values('good.example', "
                    "'exact', 9, '" +
                    order.id + "', '" + order.number + "')"),
            "zone_entry_without_order");
  EXPECT_EQ(refused("insert into zone_entry(name, kind, from_serial, order_id, order_number) values('bad.example', "
                    "'wildcard', 9, '" +
                    order.id + "', '" + order.number + "')"),
            "zone_entry_without_order");
  EXPECT_EQ(refused("update zone_entry set name = 'good.example'"), "zone_entry_kept");
  EXPECT_EQ(refused("delete from zone_entry"), "zone_entry_kept");
  EXPECT_EQ(refused("update zone_state set serial = 1"), "zone_serial");
}

TEST_P(Zones, PassOverWhatAnOwnerOfTheDatabaseWrote) {
  on();
  const auto order = w.order("bad.example", "domain");
  const auto before = settle();
  const auto as_owner = [&](const std::string& script) {
    w.db.as_owner("zone_entry", script, test::TestDatabase::Rules::put_back);
  };
  const auto forge = [&](const std::string& name, const std::string& kind, const std::string& seal) {
    as_owner("insert into zone_entry(name, kind, from_serial, order_id, order_number, reversed, seal) select '" + name +
             "', '" + kind + "', from_serial + 1, order_id, order_number, '', " + seal +
             " from zone_entry where name = 'bad.example' and kind = 'exact'");
  };
  forge("good.example", "exact", "''");
  forge("late.example", "wildcard", "seal");
  forge("example", "wildcard", "seal");  // that would take everything below away, and cover what is put there
  w.clock.advance(std::chrono::seconds(2));
  w.order("late.example");
  w.order("www.late.example");
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example", "late.example", "www.late.example"));
  const auto since = ZoneWorld::must(zone.difference(before, w.serial(), 100));
  EXPECT_THAT(since->added, ElementsAre(ZoneEntry{"late.example", false}, ZoneEntry{"www.late.example", false}));
  ledger::Report report;
  forge("again.example", "exact", "seal");
  w.write([&](store::Transaction& tx) { invariants()[0].check(tx, report); });
  EXPECT_TRUE(report.has("zone_entry_without_order"));
  // What ended stands again by another hand, until entries that nobody follows are looked at.
  reverse(order);
  settle();
  as_owner("update zone_entry set until_serial = null where order_number = '" + order.number + "'");
  EXPECT_THAT(names(), ::testing::Contains("bad.example"));
  ZoneWorld::must(zone.forget());
  EXPECT_THAT(names(), ElementsAre("late.example", "www.late.example"));
}

TEST_P(Zones, ForgetWhatEndedLongAgoAndSaySo) {
  on();
  const auto order = w.order("bad.example");
  const auto with = settle();
  reverse(order);
  for (const char* name : {"second.example", "third.example"}) {  // each with a large zone of its own
    w.clock.advance(13 * kHour);
    w.order(name);
    settle();
  }
  w.clock.advance(8 * 24 * kHour);
  w.order("other.example");
  const auto now = settle();
  EXPECT_EQ(ZoneWorld::must(zone.forget()), 1);
  EXPECT_FALSE(ZoneWorld::must(zone.difference(with, now, 100)).has_value());
  EXPECT_FALSE(ZoneWorld::must(zone.remembers(with)));
  EXPECT_TRUE(ZoneWorld::must(zone.remembers(now)));
  EXPECT_THAT(names(), ElementsAre("other.example", "second.example", "third.example"));
}

// Who has the small zone of some serial is told what differs from it: it may not change afterwards, whatever becomes
// of large zones and of history.
TEST_P(Zones, TheSmallZoneOfASerialStaysAsItWas) {
  on();
  const auto seed = test::seed_of_run();
  std::mt19937_64 random(seed);
  const Duration times[] = {std::chrono::seconds(20), std::chrono::minutes(16), 13 * kHour, 5 * 24 * kHour};
  std::map<std::int64_t, std::vector<PolicyEntry>> told;
  std::vector<cases::Order> standing;
  const auto hot = [&](std::int64_t serial) { return hot_of(ZoneWorld::must(zone.since_base(serial))); };
  const auto look = [&] {
    const auto serial = settle();
    told.try_emplace(serial, hot(serial));
    EXPECT_TRUE(ZoneWorld::must(zone.remembers(serial))) << "MUSTER_SEED=" << seed;
  };
  int same = 0;
  for (int i = 0; i < 40; ++i) {
    if (random() % 3 > 0 || standing.empty()) {
      standing.push_back(w.order("n" + std::to_string(random() % 6) + ".example", random() % 2 ? "host" : "domain"));
    } else {
      reverse(standing.back());
      standing.pop_back();
    }
    look();
    w.clock.advance(times[random() % std::size(times)]);
    look();
    if (random() % 3 == 0) ZoneWorld::must(zone.forget());
    for (const auto& [serial, entries] : told) {
      if (!ZoneWorld::must(zone.remembers(serial))) continue;
      ASSERT_EQ(hot(serial), entries) << serial << " after " << i << ", MUSTER_SEED=" << seed;
      ++same;
    }
  }
  EXPECT_GT(same, 40);
}

TEST_P(Zones, OpenANameThatComesOntoTheNeverBlockListUntilAThirdPersonSigns) {
  on();
  const auto third = w.person(w.authority, {"confirmer"});
  w.CaseWorld::enrol(third, test::Authenticator::Kind::webcrypto);
  const auto order = w.order("www.fire.example", "domain");
  w.order("bad.example");
  settle();
  const restrictions::NeverBlockService list(*w.db, w.recorder);
  for (const char* name : {"desk.www.fire.example", "fire.example"}) {  // below the domain, above it
    const auto p =
        ZoneWorld::must(list.propose(restrictions::NeverBlockAction::add, restrictions::NeverBlockKind::emergency,
                                     {name}, "Fire brigade.", w.operator_person));
    ZoneWorld::must(list.confirm(p.id, p.version, w.operator_person2));
    EXPECT_THAT(names(), ElementsAre("bad.example")) << name;
    w.clock.advance(std::chrono::seconds(1));
    const auto off =
        ZoneWorld::must(list.propose(restrictions::NeverBlockAction::remove, restrictions::NeverBlockKind::emergency,
                                     {name}, "It moved.", w.operator_person));
    ZoneWorld::must(list.confirm(off.id, off.version, w.operator_person2));
    EXPECT_THAT(names(), ElementsAre("bad.example", "www.fire.example", "*.www.fire.example")) << name;
    w.clock.advance(std::chrono::seconds(1));
  }
  const auto p =
      ZoneWorld::must(list.propose(restrictions::NeverBlockAction::add, restrictions::NeverBlockKind::emergency,
                                   {"www.fire.example"}, "Again.", w.operator_person));
  ZoneWorld::must(list.confirm(p.id, p.version, w.operator_person2));
  EXPECT_THAT(names(), ElementsAre("bad.example"));
  ZoneWorld::must(w.sign(order.decision_id, third));
  EXPECT_THAT(names(), ElementsAre("bad.example", "www.fire.example", "*.www.fire.example"));
}

TEST_P(Zones, HoldNothingBelowANameThatIsTakenAwayWithEverythingBelow) {
  on();
  const auto deep = w.order("a.b.bad.example");
  w.order("www.bad.example", "domain");
  EXPECT_THAT(names(), ElementsAre("a.b.bad.example", "www.bad.example", "*.www.bad.example"));
  const auto domain = w.order("bad.example", "domain");
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example"));
  w.order("late.bad.example");
  w.order("xbad.example");
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example", "xbad.example"));
  ZoneWorld::must(w.db->write([&](store::Transaction& tx) -> Result<void> { return zone.carried(tx, w.serial()); }));
  EXPECT_EQ(w.cases_service->order(deep.id)->state, "executed") << "the one above carries it out";
  const auto before = settle();
  reverse(domain);
  const auto after = settle();
  EXPECT_THAT(names(after), ElementsAre("a.b.bad.example", "late.bad.example", "www.bad.example", "*.www.bad.example",
                                        "xbad.example"));
  const auto difference = ZoneWorld::must(zone.difference(before, after, 100));
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->removed.size(), 2U) << "in one serial: no name is open in between";
  EXPECT_EQ(difference->added.size(), 4U);
  reverse(deep);
  EXPECT_THAT(names(), ElementsAre("late.bad.example", "www.bad.example", "*.www.bad.example", "xbad.example"));
}

TEST_P(Zones, ANameThatTwoOrdersHaveComesBackByTheOtherOne) {
  on();
  const auto first = w.order("a.bad.example");
  w.order("a.bad.example");
  const auto domain = w.order("bad.example", "domain");
  EXPECT_THAT(names(), ElementsAre("bad.example", "*.bad.example"));
  reverse(first);
  settle();
  reverse(domain);
  EXPECT_THAT(names(), ElementsAre("a.bad.example"));
}

TEST_P(Zones, KnowWhatTheOperatorsOwnSecurityOrdered) {
  on();
  w.enrol_security();
  w.order("bad.example");
  const auto c = w.referred("phishing_or_malware", "phish.example");
  const auto d = ZoneWorld::must(
      w.cases_service->prepare(c.id, w.network_draft("phish.example", "host", 48 * kHour), w.security_decider));
  ZoneWorld::must(w.sign(d.id, w.security_decider));
  ZoneWorld::must(w.sign(d.id, w.security_confirmer));
  std::vector<bool> own;
  ZoneWorld::must(zone.each(settle(), [&](const std::vector<ZoneEntry>& page) {
    for (const ZoneEntry& e : page) own.push_back(e.own);
    return true;
  }));
  EXPECT_THAT(own, ElementsAre(false, true));
}

}  // namespace
}  // namespace muster::zones

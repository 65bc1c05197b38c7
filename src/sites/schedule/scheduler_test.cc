#include <base/random.h>
#include <schedule/scheduler.h>

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::schedule {
namespace {

constexpr Minute kStart = 20'000u * 1440;

Jitter fixed_jitter() {
  SeededRandom random(7);
  return Jitter(random);
}

// Against a multimap, with every operation.
RC_GTEST_PROP(DueQueueProperty, IsAQueueByTime, ()) {
  DueQueue queue(kStart);
  std::map<SiteNo, Minute> waiting;
  Minute now = kStart;
  const SiteNo sites = *rc::gen::inRange<SiteNo>(1, 40);
  queue.grow(sites);
  const auto bucket = [](Minute m) { return m / DueQueue::kBucketMinutes; };
  for (int step = *rc::gen::inRange(0, 300); step > 0; --step) {
    const SiteNo site = *rc::gen::inRange<SiteNo>(0, sites);
    switch (*rc::gen::inRange(0, 4)) {
      case 0: {
        const Minute due = now + *rc::gen::inRange<Minute>(0, 3000) - *rc::gen::inRange<Minute>(0, 500);
        queue.put(site, due);
        waiting[site] = due;
        break;
      }
      case 1:
        queue.remove(site);
        waiting.erase(site);
        break;
      case 2:
        now += *rc::gen::inRange<Minute>(0, 700);
        break;
      default: {
        const auto taken = queue.take_due(now);
        SiteNo first = DueQueue::kNone;
        for (const auto& [no, due] : waiting)
          if (bucket(due) <= bucket(now) && (first == DueQueue::kNone || due < waiting[first])) first = no;
        RC_ASSERT(taken.has_value() == (first != DueQueue::kNone));
        if (!taken) break;
        // What was placed in the past of another's bucket may share that bucket; it is never overtaken by a later one.
        for (const auto& [no, due] : waiting) RC_ASSERT(bucket(waiting[*taken]) <= std::max(bucket(due), bucket(now)));
        waiting.erase(*taken);
      }
    }
    for (SiteNo no = 0; no < sites; ++no) RC_ASSERT(queue.waits(no) == waiting.contains(no));
  }
}

TEST(DueQueue, TakesInOrderAcrossEmptyStretchesAndTheRing) {
  DueQueue queue(kStart);
  queue.grow(4);
  queue.put(0, kStart + 300 * 1440);
  queue.put(1, kStart + 7);
  queue.put(2, kStart + 400 * 1440);
  queue.put(3, kStart + 900 * 1440);  // beyond the ring: waits in its last bucket
  std::vector<SiteNo> taken;
  for (Minute now = kStart; now < kStart + 500 * 1440; now += 60)
    while (const auto site = queue.take_due(now)) taken.push_back(*site);
  EXPECT_EQ(taken, (std::vector<SiteNo>{1, 0, 2, 3}));
}

TEST(DueQueue, EventsAreServedInTheirOrder) {
  DueQueue queue(kStart);
  queue.grow(5);
  for (const SiteNo site : {3u, 1u, 4u}) queue.put_first(site);
  queue.put_first(3);
  queue.remove(1);
  EXPECT_EQ(queue.take_event(), 3u);
  EXPECT_EQ(queue.take_event(), 4u);
  EXPECT_FALSE(queue.take_event().has_value());
}

// Months of five hundred sites, with events, findings and failures as they come.
RC_GTEST_PROP(SchedulerProperty, BudgetFloorAndOrderOfEvents, ()) {
  Settings settings;
  settings.tests_per_day = *rc::gen::inRange(20, 60);
  settings.floor_days = *rc::gen::inRange(40, 90);
  settings.jitter = *rc::gen::inRange(5, 60) / 100.0;
  settings.explored = *rc::gen::inRange(0, 20) / 100.0;
  settings.for_events = *rc::gen::inRange(5, 25) / 100.0;
  const SiteNo sites = 500;
  Scheduler scheduler(settings, fixed_jitter(), kStart);
  scheduler.reserve(sites);
  const unsigned salt = *rc::gen::inRange(1u, 1'000'000u);
  for (SiteNo no = 0; no < sites; ++no)
    scheduler.add(
        {{static_cast<Cell>((no * salt) % kCells), 1 + static_cast<float>(no % 7), 0}, {}, 0, kStart, {}, false});
  const auto a_day = static_cast<double>(settings.tests_per_day);
  RC_PRE(bounds_of(settings).floor * sites < planned_budget(settings, settings.for_events * a_day));
  scheduler.replan(kStart);
  std::vector<Minute> last(sites, kStart);
  std::map<std::uint32_t, std::int64_t> by_day;
  std::map<SiteNo, Minute> told;
  const auto events_a_day = static_cast<std::int64_t>(settings.for_events * a_day);
  unsigned chance = salt;
  for (Minute now = kStart; now < kStart + 160 * 1440; now += 10) {
    if (now % (2 * 1440) == 0) scheduler.replan(now);
    chance = chance * 1664525u + 1013904223u;
    const SiteNo reported = (chance >> 8) % sites;
    // Fewer events than their share takes: those are then tested before everything else.
    if (now % 1440 < 10 && events_a_day > 0 && (chance >> 20) % 2 == 0 && told.empty()) {
      scheduler.event(reported);
      told[reported] = now;
    }
    while (const auto taken = scheduler.take(now)) {
      if (!told.empty()) {
        RC_ASSERT(taken->event && told.contains(taken->site));
        RC_ASSERT(now - told[taken->site] <= 1440u);
        told.clear();
      }
      ++by_day[now / 1440];
      RC_ASSERT(now - last[taken->site] <= settings.floor_days * 1440);
      last[taken->site] = now;
      scheduler.done(taken->site, now, (chance >> 4) % 50 == 0 ? Outcome::violation : Outcome::clean);
      chance = chance * 1664525u + 1013904223u;
    }
  }
  for (const auto& [day, count] : by_day) RC_ASSERT(count <= settings.tests_per_day);
  for (const Minute at : last) RC_ASSERT(kStart + 160 * 1440 - at <= settings.floor_days * 1440);
}

TEST(Scheduler, AFloodOfReportsDoesNotBreakTheFloor) {
  Settings settings;
  settings.tests_per_day = 50;
  settings.floor_days = 30;
  settings.explored = 0;
  Scheduler scheduler(settings, fixed_jitter(), kStart);
  scheduler.reserve(1000);
  for (SiteNo no = 0; no < 1000; ++no) scheduler.add({{}, {}, 0, kStart, {}, false});
  scheduler.replan(kStart);
  ASSERT_TRUE(scheduler.plan().water.affordable);
  std::vector<Minute> last(1000, kStart);
  Minute longest = 0;
  for (Minute now = kStart; now < kStart + 120 * 1440; now += 10) {
    for (SiteNo no = 0; no < 20; ++no) scheduler.event(no);  // the same twenty, all the time
    if (now % 1440 == 0) scheduler.replan(now);
    while (const auto taken = scheduler.take(now)) {
      longest = std::max(longest, now - last[taken->site]);
      last[taken->site] = now;
      scheduler.done(taken->site, now, Outcome::clean);
    }
  }
  EXPECT_LE(longest, 30 * 1440u);
}

TEST(Scheduler, FindingsRaiseTheRateAndFailuresAreTriedAgain) {
  Settings settings;
  settings.tests_per_day = 100;
  Scheduler scheduler(settings, fixed_jitter(), kStart);
  scheduler.reserve(2000);
  for (SiteNo no = 0; no < 2000; ++no) scheduler.add({{}, {}, 0, kStart, {}, false});
  scheduler.replan(kStart);
  const Minute now = kStart + 20 * 1440;
  const auto until = [&](SiteNo no, Outcome outcome) { return scheduler.done(no, now, outcome) - now; };
  EXPECT_LT(until(0, Outcome::violation), until(1, Outcome::clean));
  EXPECT_EQ(until(2, Outcome::error), 1440u);
  EXPECT_EQ(scheduler.site(2).history.exposure_days, 0) << "a failed visit teaches nothing";
  EXPECT_EQ(scheduler.site(0).history.violations, 1u);
  EXPECT_LT(scheduler.site(0).history.exposure_days, 20);
  EXPECT_FLOAT_EQ(static_cast<float>(scheduler.site(1).history.exposure_days), 20);
}

TEST(Scheduler, IsBuiltAnewFromWhatTheRecordsHold) {
  Settings settings;
  settings.tests_per_day = 100;
  Scheduler before(settings, fixed_jitter(), kStart);
  before.reserve(500);
  std::vector<Minute> due(500, kStart + 1440 * 30);
  for (SiteNo no = 0; no < 500; ++no)
    before.add({{static_cast<Cell>(no % kCells), 1, 0}, {}, 0, kStart, due[no], false});
  for (SiteNo no = 0; no < 500; no += 3)
    due[no] = before.done(no, kStart + no, no % 7 ? Outcome::clean : Outcome::violation);
  before.event(499);
  Scheduler after(settings, fixed_jitter(), kStart + 2000);
  after.reserve(500);
  for (SiteNo no = 0; no < 500; ++no) {
    auto site = before.site(no);
    site.due = due[no];
    after.add(site);
  }
  const double level = before.replan(kStart + 3000).water.level;
  EXPECT_NEAR(after.replan(kStart + 3000).water.level, level, 1e-6 * level);
  const auto sequence = [](Scheduler& of) {
    std::vector<SiteNo> out;
    for (Minute now = kStart + 3000; now < kStart + 60 * 1440; now += 5)
      while (const auto taken = of.take(now)) out.push_back(taken->site);
    std::sort(out.begin(), out.end());
    return out;
  };
  EXPECT_EQ(after.take(kStart + 3000)->site, 499u);
  EXPECT_EQ(before.take(kStart + 3000)->site, 499u);
  EXPECT_EQ(sequence(before), sequence(after));
}

TEST(Scheduler, SaysItsSize) {
  EXPECT_LE(Scheduler::bytes_a_site(), 36u);
}

}  // namespace
}  // namespace muster::schedule

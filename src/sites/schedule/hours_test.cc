#include <base/random.h>
#include <schedule/hours.h>

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::schedule {
namespace {

Jitter fixed() {
  SeededRandom random(11);
  return Jitter(random);
}

FoundHours found(std::initializer_list<double> hours) {
  FoundHours out = 0;
  for (const double hour : hours) out = with_finding(out, hour);
  return out;
}

double hour_of(double from, double days) {
  return std::fmod(from + 24 * days, 24);
}

// How far an hour of the day is from another one, at most 12.
double apart(double a, double b) {
  const double d = std::fmod(std::abs(a - b), 24);
  return std::min(d, 24 - d);
}

TEST(Hours, FindingsAreCountedByThreeHoursAndHalfIsForgottenWhenFull) {
  FoundHours hours = found({0, 2.99, 3, 23.99});
  EXPECT_EQ(findings_in(hours, 0), 2);
  EXPECT_EQ(findings_in(hours, 1), 1);
  EXPECT_EQ(findings_in(hours, 7), 1);
  for (int i = 0; i < 14; ++i) hours = with_finding(hours, 1);
  EXPECT_EQ(findings_in(hours, 0), 8) << "7 of 15, and one more";
  EXPECT_EQ(findings_in(hours, 1), 0);
  EXPECT_EQ(findings_in(hours, 7), 0);
}

TEST(Hours, WhatIsBelievedFollowsBayes) {
  const auto nothing = shown_by_hour(0);
  for (const double chance : nothing) EXPECT_NEAR(chance, 0.7 + 0.3 * 12 / 24, 1e-12);
  EXPECT_EQ(likely_hours(0).size(), 24u);
  EXPECT_TRUE(likely_stretches(0).empty());
  // One bin again and again: whoever showed it always would not be found there alone.
  const auto night = shown_by_hour(found({1, 1, 1, 1, 1, 1}));
  EXPECT_GT(night[1], 0.99);
  EXPECT_LT(night[13], 0.2);
  // At all hours: no window of sixteen holds them.
  const auto always = shown_by_hour(found({1, 5, 9, 13, 17, 21}));
  for (const double chance : always) EXPECT_NEAR(chance, 1, 1e-12);
}

TEST(Hours, AStretchGoesOverMidnight) {
  const auto stretches = likely_stretches(found({22, 23, 0.5, 1, 2, 22, 0, 1}));
  ASSERT_EQ(stretches.size(), 1u);
  EXPECT_GT(stretches[0].first, 12);
  EXPECT_LT(stretches[0].second, 12);
}

TEST(Hours, WhoIsFoundAtNightIsTestedAtNightMostlyAndNeverAlone) {
  const Jitter jitter = fixed();
  const FoundHours hours = found({1, 2, 1, 4, 5, 2});
  const auto likely = likely_hours(hours);
  ASSERT_LT(likely.size(), 10u);
  int inside = 0, all = 4'000;
  for (int i = 0; i < all; ++i) {
    const double days =
        days_until_next(0.2, jitter.draw(5, static_cast<std::uint64_t>(i)), {0.2, 0, 180, 0.4}, 13, hours);
    const int hour = static_cast<int>(hour_of(13, days));
    inside += std::find(likely.begin(), likely.end(), hour) != likely.end();
  }
  const double share = static_cast<double>(likely.size()) / 24;
  EXPECT_NEAR(static_cast<double>(inside) / all, 0.85 + 0.15 * share, 0.03);
  EXPECT_LT(inside, all);
}

TEST(Hours, TheNextTestIsAtAnotherTimeOfDayMostlyAndAnyHourComes) {
  const Jitter jitter = fixed();
  int opposite = 0, near = 0, all = 4'000;
  for (int i = 0; i < all; ++i) {
    const double days = days_until_next(0.1, jitter.draw(7, static_cast<std::uint64_t>(i)), {0.2, 0, 180, 0.4}, 9, 0);
    opposite += apart(hour_of(9, days), 21) <= 3;
    near += apart(hour_of(9, days), 9) <= 3;
  }
  EXPECT_NEAR(static_cast<double>(opposite) / all, 0.8 + 0.2 * 6 / 24, 0.03);
  EXPECT_NEAR(static_cast<double>(near) / all, 0.2 * 6 / 24, 0.02)
      << "who hides from the hour of the last test is seen";
}

// The opposite hours let nobody who keeps hours through as long as chance does.
TEST(Hours, EightHoursOfTheDayAreSeenSoonerThanByChance) {
  const Jitter jitter = fixed();
  const auto tests_until_seen = [&](bool moved) {
    int tests = 0;
    for (std::uint64_t site = 0; site < 20'000; ++site) {
      double hour = std::fmod(static_cast<double>(site) * 7.31, 24);
      for (std::uint64_t no = 0;; ++no) {
        const auto draw = jitter.draw(site, no);
        const Timing timing{0.2, 0, 180, 0.4};
        const double days = moved ? days_until_next(0.1, draw, timing, hour, 0) : days_until_next(0.1, draw, timing);
        hour = hour_of(hour, days);
        ++tests;
        if (hour < 8) break;
      }
    }
    return tests / 20'000.0;
  };
  const double by_chance = tests_until_seen(false), moved = tests_until_seen(true);
  EXPECT_NEAR(by_chance, 3, 0.2);
  EXPECT_LT(moved, by_chance - 0.05);
}

TEST(Hours, MemorylessTestsStayWhereChancePutsThem) {
  const Jitter jitter = fixed();
  const Timing timing{0.2, 1.0, 180, 0};
  for (std::uint64_t no = 0; no < 2'000; ++no) {
    const auto draw = jitter.draw(3, no);
    const double explored = days_until_explored(draw, timing);
    if (explored < 0.8 / 0.01) {
      EXPECT_EQ(days_until_next(0.01, draw, timing, 6, 0), explored);
    }
  }
}

RC_GTEST_PROP(HoursProperty, NeverLeavesTheBoundsAndMovesByADayAtMost, ()) {
  const Jitter jitter = fixed();
  const double rate = std::pow(10, *rc::gen::inRange(-400, 100) / 100.0);
  const Timing timing{*rc::gen::inRange(0, 60) / 100.0, *rc::gen::inRange(0, 100) / 1000.0,
                      *rc::gen::inRange(2, 400) / 2.0, *rc::gen::inRange(0, 30) / 30.0};
  const auto draw = jitter.draw(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>());
  const auto hours = *rc::gen::arbitrary<FoundHours>();
  const double hour = *rc::gen::inRange(0, 24 * 60) / 60.0;
  const double plain = days_until_next(rate, draw, timing), moved = days_until_next(rate, draw, timing, hour, hours);
  RC_ASSERT(moved >= timing.shortest_days);
  RC_ASSERT(moved <= std::max(timing.longest_days, timing.shortest_days));
  RC_ASSERT(std::abs(moved - plain) <= 1.5);
  const auto shown = shown_by_hour(hours);
  for (const double chance : shown) RC_ASSERT(chance >= 0 && chance <= 1 + 1e-9);
}

}  // namespace
}  // namespace muster::schedule

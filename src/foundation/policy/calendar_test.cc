#include <policy/policy.h>

#include <random>

#include <gtest/gtest.h>

namespace muster::policy {
namespace {

Instant at(std::string_view text) {
  return *parse_rfc3339(text);
}

Calendar china() {
  Calendar::Settings settings;
  settings.utc_offset_minutes = 480;
  settings.holidays = {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"};
  settings.workdays = {"2026-10-10"};  // a Saturday that makes up for the holiday
  return Calendar(settings);
}

TEST(Calendar, CountsFromTheDayAfter) {
  const Calendar calendar = china();
  // Monday 2026-03-02, 10:00 in UTC+8: the 5th working day after it is Monday the 9th, closing at 18:00.
  EXPECT_EQ(to_rfc3339(calendar.add_working_days(at("2026-03-02T02:00:00Z"), 5)), "2026-03-09T10:00:00Z");
  // Just before midnight UTC it is already Tuesday there.
  EXPECT_EQ(to_rfc3339(calendar.add_working_days(at("2026-03-02T23:00:00Z"), 1)), "2026-03-04T10:00:00Z");
  EXPECT_EQ(calendar.add_working_days(at("2026-03-02T02:00:00Z"), 0), at("2026-03-02T02:00:00Z"));
}

TEST(Calendar, HolidaysAndMakeUpDays) {
  const Calendar calendar = china();
  // Wednesday 30 September: Thursday the 1st to Wednesday the 7th are closed; 8, 9 and Saturday the 10th are open.
  EXPECT_EQ(to_rfc3339(calendar.add_working_days(at("2026-09-30T02:00:00Z"), 3)), "2026-10-10T10:00:00Z");
  EXPECT_TRUE(calendar.is_working_day(at("2026-10-10T02:00:00Z")));
  EXPECT_FALSE(calendar.is_working_day(at("2026-10-11T02:00:00Z")));
  EXPECT_FALSE(calendar.is_open(at("2026-10-08T00:59:00Z")));
  EXPECT_TRUE(calendar.is_open(at("2026-10-08T01:00:00Z")));
  EXPECT_FALSE(calendar.is_open(at("2026-10-08T10:00:00Z")));
}

TEST(Calendar, WorkingTimeSpansNightsAndWeekends) {
  const Calendar calendar = china();
  // Friday 17:00 local plus 2 working hours is Monday 10:00.
  EXPECT_EQ(to_rfc3339(calendar.add_working_time(at("2026-03-06T09:00:00Z"), std::chrono::hours(2))),
            "2026-03-09T02:00:00Z");
  EXPECT_EQ(calendar.working_time(at("2026-03-06T09:00:00Z"), at("2026-03-09T02:00:00Z")), std::chrono::hours(2));
  EXPECT_EQ(calendar.working_time(at("2026-03-09T02:00:00Z"), at("2026-03-06T09:00:00Z")), Duration::zero());
}

TEST(Calendar, EndlessHolidaysEndATermAllTheSame) {
  Calendar::Settings settings;
  settings.weekdays.fill(false);
  const Calendar never(settings);
  const Instant t = at("2026-03-06T09:00:00Z");
  EXPECT_GT(never.add_working_days(t, 5), t);
  EXPECT_GT(never.add_working_time(t, std::chrono::hours(1)), t);
  EXPECT_EQ(never.working_time(t, t + std::chrono::hours(24'000)), Duration::zero());
}

// Laws that hold for every calendar, instant and term.
TEST(Calendar, Laws) {
  std::mt19937_64 random(7);
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  for (int round = 0; round < 3'000; ++round) {
    Calendar::Settings settings;
    settings.utc_offset_minutes = static_cast<int>(pick(-14 * 60, 14 * 60));
    for (bool& day : settings.weekdays) day = pick(0, 2) != 0;
    settings.weekdays[static_cast<std::size_t>(pick(0, 6))] = true;
    settings.opens_minute = static_cast<int>(pick(0, 720));
    settings.closes_minute = settings.opens_minute + static_cast<int>(pick(60, 720));
    for (int i = 0; i < 5; ++i) settings.holidays.insert(to_day({pick(0, 60) * 86'400'000'000}));
    const Calendar calendar(settings);
    const Instant t{pick(-86'400'000'000, 90ll * 86'400'000'000)};
    const Instant later = t + Duration(pick(0, 10ll * 86'400'000'000));
    const int n = static_cast<int>(pick(1, 30)), m = static_cast<int>(pick(1, 30));

    const Instant end = calendar.add_working_days(t, n);
    ASSERT_GT(end, t);
    ASSERT_TRUE(calendar.is_working_day(end - Duration(1)));
    ASSERT_LE(end, calendar.add_working_days(later, n));  // later events don't end earlier
    ASSERT_EQ(calendar.add_working_days(end - Duration(1), m), calendar.add_working_days(t, n + m));  // terms add up
    const int left = calendar.working_days(t, end);
    ASSERT_TRUE(left == n || left == n + 1);  // one more when t's own day had not closed yet

    const Duration w{pick(1, 20ll * 3'600'000'000)}, v{pick(1, 20ll * 3'600'000'000)};
    const Instant due = calendar.add_working_time(t, w);
    ASSERT_EQ(calendar.working_time(t, due), w);  // the one undoes the other
    ASSERT_EQ(calendar.add_working_time(due, v), calendar.add_working_time(t, w + v));
    ASSERT_EQ(calendar.working_time(t, later) + calendar.working_time(later, later + w),
              calendar.working_time(t, later + w));
  }
}

}  // namespace
}  // namespace muster::policy

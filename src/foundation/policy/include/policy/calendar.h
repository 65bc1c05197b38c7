// Working hours and working days. A term of n working days that starts on some day ends when the n-th working day after
// that day closes (the day of the event doesn't count; Regulation (EEC) 1182/71 art. 3 counts the same way).
// Time zones are fixed offsets: daylight saving is not modelled. A plain value; thread-safe to read.
#pragma once

#include <base/time.h>

#include <array>
#include <set>
#include <string>

namespace muster::policy {

class Calendar {
 public:
  static constexpr int kDaysMax = 3660;  // no search and no term goes further than about ten years

  struct Settings {
    int utc_offset_minutes = 0;
    std::array<bool, 7> weekdays{true, true, true, true, true, false, false};  // Monday first
    int opens_minute = 9 * 60, closes_minute = 18 * 60;                        // of the local day
    std::set<std::string> holidays;  // YYYY-MM-DD, local: closed though a weekday
    std::set<std::string> workdays;  // YYYY-MM-DD, local: open though a weekend or holiday (make-up days)
  };
  Calendar() : Calendar(Settings{}) {}
  explicit Calendar(Settings settings);

  bool is_working_day(Instant t) const;  // the local day that t falls on
  bool is_open(Instant t) const;
  // When the n-th working day after t's local day closes; n = 0: t itself. n in 0..1000.
  Instant add_working_days(Instant t, int n) const;
  // t plus so much time in which it is open.
  Instant add_working_time(Instant t, Duration working) const;
  // Open time in [a, b); zero if b ≤ a.
  Duration working_time(Instant a, Instant b) const;
  // Closings of working days in (a, b]: how many whole working days are left until b; 0 if b ≤ a.
  int working_days(Instant a, Instant b) const;

  std::string local_day(Instant t) const;  // YYYY-MM-DD
  const Settings& settings() const { return settings_; }

 private:
  bool works(std::int64_t local_day_number) const;
  Instant at_minute(std::int64_t local_day_number, int minute) const;
  std::int64_t day_number(Instant t) const;

  Settings settings_;
  std::set<std::int64_t> holidays_, workdays_;
};

}  // namespace muster::policy

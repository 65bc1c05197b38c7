#include <policy/calendar.h>

namespace muster::policy {
namespace {

constexpr std::int64_t kMinute = 60'000'000, kWholeDay = 1'440 * kMinute;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

std::set<std::int64_t> numbers(const std::set<std::string>& days) {
  std::set<std::int64_t> out;
  for (const std::string& day : days)
    if (const auto t = parse_day(day); t.ok()) out.insert(floor_div(t->micros, kWholeDay));
  return out;
}

}  // namespace

Calendar::Calendar(Settings settings)
    : settings_(std::move(settings)), holidays_(numbers(settings_.holidays)), workdays_(numbers(settings_.workdays)) {}

std::int64_t Calendar::day_number(Instant t) const {
  return floor_div(t.micros + settings_.utc_offset_minutes * kMinute, kWholeDay);
}

Instant Calendar::at_minute(std::int64_t day, int minute) const {
  return {day * kWholeDay + (minute - settings_.utc_offset_minutes) * kMinute};
}

bool Calendar::works(std::int64_t day) const {
  if (workdays_.contains(day)) return true;
  if (holidays_.contains(day)) return false;
  // 1970-01-01 was a Thursday.
  const std::int64_t weekday = ((day + 3) % 7 + 7) % 7;
  return settings_.weekdays[static_cast<std::size_t>(weekday)];
}

bool Calendar::is_working_day(Instant t) const {
  return works(day_number(t));
}

bool Calendar::is_open(Instant t) const {
  const std::int64_t day = day_number(t);
  return works(day) && t >= at_minute(day, settings_.opens_minute) && t < at_minute(day, settings_.closes_minute);
}

Instant Calendar::add_working_days(Instant t, int n) const {
  if (n <= 0) return t;
  const std::int64_t start = day_number(t);
  int left = n;
  for (std::int64_t day = start + 1; day <= start + kDaysMax; ++day)
    if (works(day) && --left == 0) return at_minute(day, settings_.closes_minute);
  // A calendar that is never open would make every term endless; it ends after kDaysMax instead.
  return at_minute(start + kDaysMax, settings_.closes_minute);
}

Instant Calendar::add_working_time(Instant t, Duration working) const {
  Duration left = working;
  if (left <= Duration::zero()) return t;
  const std::int64_t start = day_number(t);
  for (std::int64_t day = start; day <= start + kDaysMax; ++day) {
    if (!works(day)) continue;
    const Instant from = std::max(t, at_minute(day, settings_.opens_minute));
    const Instant until = at_minute(day, settings_.closes_minute);
    if (until <= from) continue;
    if (left <= until - from) return from + left;
    left -= until - from;
  }
  return at_minute(start + kDaysMax, settings_.closes_minute);
}

Duration Calendar::working_time(Instant a, Instant b) const {
  Duration sum{0};
  const std::int64_t last = std::min(day_number(b), day_number(a) + kDaysMax);
  for (std::int64_t day = day_number(a); day <= last && a < b; ++day) {
    if (!works(day)) continue;
    const Instant from = std::max(a, at_minute(day, settings_.opens_minute));
    const Instant until = std::min(b, at_minute(day, settings_.closes_minute));
    if (until > from) sum += until - from;
  }
  return sum;
}

int Calendar::working_days(Instant a, Instant b) const {
  int count = 0;
  const std::int64_t last = std::min(day_number(b), day_number(a) + kDaysMax);
  for (std::int64_t day = day_number(a); day <= last && a < b; ++day) {
    const Instant closing = at_minute(day, settings_.closes_minute);
    if (works(day) && closing > a && closing <= b) ++count;
  }
  return count;
}

std::string Calendar::local_day(Instant t) const {
  return to_day({t.micros + settings_.utc_offset_minutes * kMinute});
}

}  // namespace muster::policy

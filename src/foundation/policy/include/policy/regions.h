// Regions whose offices keep other hours than the policy's calendar says: terms of what happens there run in theirs.
// clock.regions lists them, one a line: "CN-65 +06:00 10:00-19:30" (code, offset from UTC, opens-closes). Weekdays and
// holidays are those of the calendar. Pure functions; thread-safe.
#pragma once

#include <base/result.h>
#include <policy/policy.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::policy {

// Errors: policy_value, naming the line.
Result<std::map<std::string, Calendar, std::less<>>> region_calendars(const std::vector<std::string>& lines,
                                                                      const Calendar& base);

// When the term ends that starts at `from` in this region; for a region that is not listed, and for "", as Policy::due.
Instant due_in(const Policy& policy, std::string_view region, std::string_view key, Instant from);
Instant due_in(const Policy& policy, std::string_view region, const Term& term, Instant from);

}  // namespace muster::policy

#include <persons/rules.h>

namespace muster::persons {
namespace {

constexpr const char* kTerm = "registration.retention";

bool to_year_end(const policy::Policy& policy) {
  return policy.flag("registration.retention_to_year_end");
}
int local_year(const policy::Policy& policy, Instant at) {
  return std::stoi(policy.calendar().local_day(at).substr(0, 4));
}
// The first moment of a year on the working calendar.
Instant new_year(const policy::Policy& policy, int year) {
  const auto midnight = parse_day(std::to_string(year) + "-01-01");
  return *midnight - std::chrono::minutes(policy.calendar().settings().utc_offset_minutes);
}

}  // namespace

Instant retention_end(const policy::Policy& policy, Instant ended_at) {
  if (to_year_end(policy)) return new_year(policy, local_year(policy, ended_at) + 2);
  return policy.due(kTerm, ended_at);
}

Instant retention_reach(const policy::Policy& policy, Instant now) {
  // What ended before this year's predecessor began is over; the last moment before it.
  if (to_year_end(policy)) return new_year(policy, local_year(policy, now) - 1) - Duration(1);
  return now - (policy.due(kTerm, now) - now);
}

}  // namespace muster::persons

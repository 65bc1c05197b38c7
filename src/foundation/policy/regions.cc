#include <base/text.h>
#include <policy/regions.h>

#include <fmt/format.h>

namespace muster::policy {
namespace {

// "10:30" → 630; -1: it is no time of day.
int region_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t at : {0u, 1u, 3u, 4u})
    if (text[at] < '0' || text[at] > '9') return -1;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0'), minute = (text[3] - '0') * 10 + (text[4] - '0');
  return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

}  // namespace

Result<std::map<std::string, Calendar, std::less<>>> region_calendars(const std::vector<std::string>& lines,
                                                                      const Calendar& base) {
  std::map<std::string, Calendar, std::less<>> out;
  for (const std::string& line : lines) {
    const auto parts = split(line, ' ');
    const Error bad = invalid(
        "policy_value",
        fmt::format("\"{}\": a region is written \"CODE +HH:MM HH:MM-HH:MM\", once, and opens before it closes", line),
        "clock.regions");
    if (parts.size() != 3 || parts[0].empty() || parts[0].size() > 32 || parts[1].size() != 6 || parts[2].size() != 11)
      return bad;
    Calendar::Settings settings = base.settings();
    const int offset = region_minute(parts[1].substr(1));
    settings.opens_minute = region_minute(parts[2].substr(0, 5));
    settings.closes_minute = region_minute(parts[2].substr(6));
    if ((parts[1][0] != '+' && parts[1][0] != '-') || offset < 0 || offset > 14 * 60 || parts[2][5] != '-' ||
        settings.opens_minute < 0 || settings.opens_minute >= settings.closes_minute)
      return bad;
    settings.utc_offset_minutes = parts[1][0] == '-' ? -offset : offset;
    if (!out.emplace(std::string(parts[0]), Calendar(std::move(settings))).second) return bad;
  }
  return out;
}

Instant due_in(const Policy& policy, std::string_view region, const Term& term, Instant from) {
  if (region.empty() || !term.working()) return policy.due(term, from);
  const auto calendars = region_calendars(policy.list("clock.regions"), policy.calendar());
  if (!calendars.ok()) return policy.due(term, from);  // the loader refuses such a file
  const auto own = calendars->find(region);
  if (own == calendars->end()) return policy.due(term, from);
  if (term.unit == Unit::working_days) return own->second.add_working_days(from, static_cast<int>(term.amount));
  return own->second.add_working_time(from, std::chrono::hours(term.amount));
}

Instant due_in(const Policy& policy, std::string_view region, std::string_view key, Instant from) {
  return due_in(policy, region, policy.term(key), from);
}

}  // namespace muster::policy

#include <base/time.h>

#include <charconv>
#include <ctime>

#include <fmt/format.h>

namespace muster {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

// Floor division, so that instants before 1970 fall into the right day.
std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::chrono::year_month_day day_of(Instant t) {
  return std::chrono::sys_days{std::chrono::days{floor_div(t.micros, kMicrosPerDay)}};
}

bool digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
  if (at + count > text.size()) return false;
  const char* begin = text.data() + at;
  for (std::size_t i = 0; i < count; ++i)
    if (begin[i] < '0' || begin[i] > '9') return false;
  std::from_chars(begin, begin + count, out);
  return true;
}

Error bad_time() {
  return invalid("time_format", "Write the time as RFC 3339 has it, for example 2026-03-01T09:30:00Z.");
}

}  // namespace

std::string to_day(Instant t) {
  const auto ymd = day_of(t);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string to_rfc3339(Instant t) {
  const std::int64_t rest = t.micros - floor_div(t.micros, kMicrosPerDay) * kMicrosPerDay;
  const std::int64_t seconds = rest / kMicrosPerSecond;
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", to_day(t), seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (rest % kMicrosPerSecond != 0) text += fmt::format(".{:06}", rest % kMicrosPerSecond);
  return text + "Z";
}

Result<Instant> parse_day(std::string_view text) {
  int y = 0, m = 0, d = 0;
  const Error bad = invalid("day_format", "Write the day as YYYY-MM-DD.");
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad;
  if (!digits(text, 0, 4, y) || !digits(text, 5, 2, m) || !digits(text, 8, 2, d)) return bad;
  const std::chrono::year_month_day ymd{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                        std::chrono::day{static_cast<unsigned>(d)}};
  if (!ymd.ok()) return bad;
  return Instant{std::chrono::sys_days{ymd}.time_since_epoch().count() * kMicrosPerDay};
}

Result<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return bad_time();
  auto day = parse_day(text.substr(0, 10));
  int h = 0, m = 0, s = 0;
  if (!day || text[13] != ':' || text[16] != ':') return bad_time();
  if (!digits(text, 11, 2, h) || !digits(text, 14, 2, m) || !digits(text, 17, 2, s)) return bad_time();
  if (h > 23 || m > 59 || s > 60) return bad_time();
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    std::int64_t unit = kMicrosPerSecond / 10;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
      micros += (text[at] - '0') * unit;
  }
  std::int64_t offset_seconds = 0;
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") {
    offset_seconds = 0;
  } else {
    int zh = 0, zm = 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return bad_time();
    if (!digits(zone, 1, 2, zh) || !digits(zone, 4, 2, zm) || zh > 23 || zm > 59) return bad_time();
    offset_seconds = (zh * 3600 + zm * 60) * (zone[0] == '-' ? -1 : 1);
  }
  const std::int64_t seconds = h * 3600 + m * 60 + s - offset_seconds;
  return Instant{day->micros + seconds * kMicrosPerSecond + micros};
}

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace muster

#include "log_text.h"

#include <charconv>
#include <chrono>

namespace muster::intake {
namespace {

constexpr std::int32_t kDayMin = 7305, kDayMax = 47482;  // 1990 to 2099

std::int32_t sane(std::int64_t day) {
  return day >= kDayMin && day <= kDayMax ? static_cast<std::int32_t>(day) : 0;
}

}  // namespace

bool whole_number(std::string_view text, std::int64_t& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && !text.empty();
}

std::int32_t day_of_seconds(std::int64_t seconds) {
  return sane(seconds / 86'400);
}

std::int32_t day_of_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1990 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? sane(std::chrono::sys_days(date).time_since_epoch().count()) : 0;
}

std::string_view without_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  text = text.substr(0, colon);
  if (text.starts_with('[') && text.ends_with(']')) return text.substr(1, text.size() - 2);
  return text;
}

}  // namespace muster::intake

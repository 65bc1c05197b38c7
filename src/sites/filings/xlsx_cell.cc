#include "xlsx_cell.h"

#include <base/text.h>
#include <base/time.h>

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace muster::filings::xlsx {
namespace {

constexpr int kColumnsMax = 16'384, kSecondsOfDay = 86'400, kDigitsKept = 15;
constexpr double kWholeMax = 1e15;        // from here on a whole number has more digits than a spreadsheet keeps
constexpr double kSerialMax = 2'958'466;  // the day after 9999-12-31 in the 1900 system

Error no_number() {
  return invalid("xlsx_cell_number", "The cell is marked as a number and holds none.");
}
Error no_day(const char* sentence = "The cell is shown as a day and its number is no day of the calendar.") {
  return invalid("xlsx_cell_date", sentence);
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string at_second(std::int64_t days_since_1970, std::int64_t second) {
  const Instant t{(days_since_1970 * kSecondsOfDay + second) * 1'000'000};
  return second == 0 ? to_day(t) : to_rfc3339(t);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The character of "_xHHHH_" at the beginning of `text`; nothing: there is none, or half of one.
std::optional<unsigned> escape_at(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
  unsigned unit = 0;
  for (int i = 2; i < 6; ++i) {
    const int digit = hex_digit(text[static_cast<std::size_t>(i)]);
    if (digit < 0) return std::nullopt;
    unit = unit * 16 + static_cast<unsigned>(digit);
  }
  return unit >= 0xd800 && unit < 0xe000 ? std::nullopt : std::optional(unit);
}

void append_utf8(std::string& out, unsigned unit) {
  if (unit < 0x80) {
    out += static_cast<char>(unit);
  } else if (unit < 0x800) {
    out += static_cast<char>(0xc0 | (unit >> 6));
    out += static_cast<char>(0x80 | (unit & 0x3f));
  } else {
    out += static_cast<char>(0xe0 | (unit >> 12));
    out += static_cast<char>(0x80 | ((unit >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (unit & 0x3f));
  }
}

}  // namespace

std::optional<Place> place_of(std::string_view reference) {
  Place place;
  std::size_t i = 0;
  int column = 0;
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z'; ++i) {
    column = column * 26 + (reference[i] - 'A' + 1);
    if (column > kColumnsMax) return std::nullopt;
  }
  const auto* end = reference.data() + reference.size();
  const auto read = std::from_chars(reference.data() + i, end, place.row);
  if (column == 0 || read.ec != std::errc() || read.ptr != end || place.row < 1) return std::nullopt;
  place.column = column - 1;
  return place;
}

std::string column_letters(int column) {
  std::string out;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return out;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xc0) != 0x80;
    units += byte >= 0xf0;
  }
  return units;
}

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find("_x");
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    if (const auto unit = escape_at(text)) {
      append_utf8(out, *unit);
      text.remove_prefix(7);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

Result<std::string> number_text(std::string_view value) {
  const auto number = number_of(value);
  if (!number) return no_number();
  if (std::trunc(*number) != *number) {
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, *number, std::chars_format::general, kDigitsKept);
    return std::string(digits, end.ptr);
  }
  if (std::abs(*number) >= kWholeMax)
    return invalid(
        "xlsx_cell_digits",
        "The cell holds a number of more than 15 digits, of which a spreadsheet keeps 15. Write it as text.");
  return std::to_string(static_cast<std::int64_t>(*number));
}

Result<std::string> day_text(std::string_view serial, Epoch epoch) {
  const auto number = number_of(serial);
  if (!number) return no_number();
  const double last = epoch == Epoch::y1904 ? kSerialMax - 1462 : kSerialMax;
  if (*number < 0 || *number >= last) return no_day();
  const auto seconds = static_cast<std::int64_t>(std::llround(*number * kSecondsOfDay));
  const std::int64_t day = seconds / kSecondsOfDay, second = seconds % kSecondsOfDay;
  if (day >= static_cast<std::int64_t>(last)) return no_day();
  if (day == 0 && second > 0) return fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (epoch == Epoch::y1904) return at_second(day - 24'107, second);
  if (day == 60) return no_day("The cell is shown as 29 February 1900, a day that there was not.");
  if (day == 0) return no_day();
  return at_second(day - (day < 60 ? 25'568 : 25'569), second);
}

Result<std::string> iso_day_text(std::string_view text) {
  text = trim(text);
  std::string moment(text);
  const bool zone = moment.size() > 10 && moment.find_first_of("Z+-", 10) != std::string::npos;
  if (moment.size() > 10 && !zone) moment += 'Z';
  const auto read = moment.size() == 10 ? parse_day(moment) : parse_rfc3339(moment);
  if (!read.ok()) return no_day("The cell is marked as a day and holds none.");
  constexpr std::int64_t kMicrosOfDay = std::int64_t{kSecondsOfDay} * 1'000'000;
  return read->micros % kMicrosOfDay == 0 ? to_day(*read) : to_rfc3339(*read);
}

bool shows_day(int built_in_format) {
  const auto between = [&](int from, int to) { return built_in_format >= from && built_in_format <= to; };
  // 27 to 36 and 50 to 58 are days of Chinese, Japanese and Korean programs, 71 to 81 Thai ones (§18.8.30).
  return between(14, 22) || between(27, 36) || built_in_format == 45 || built_in_format == 47 || between(50, 58) ||
         between(71, 81);
}

bool shows_day(std::string_view format_code) {
  bool day = false;
  for (std::size_t i = 0; i < format_code.size(); ++i) {
    const char c = format_code[i];
    const auto past = [&](char close) {
      const std::size_t at = format_code.find(close, i + 1);
      i = at == std::string_view::npos ? format_code.size() : at;
    };
    if (c == ';') break;  // further sections are for negative numbers and texts
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      past('"');
    } else if (c == '[') {
      const std::size_t open = i + 1;
      past(']');
      const std::string inside = to_lower_ascii(format_code.substr(open, i - open));
      if (!inside.empty() && inside.find_first_not_of("hms") == std::string::npos) return false;
    } else {
      day = day || std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos;
    }
  }
  return day;
}

}  // namespace muster::filings::xlsx

#include "log_line.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string>

#include <arpa/inet.h>

namespace muster::census {
namespace {

constexpr std::int32_t kDayMin = 7305, kDayMax = 47482;  // 1990 to 2099

std::string_view next_word(std::string_view& rest) {
  const auto from = rest.find_first_not_of(' ');
  if (from == std::string_view::npos) {
    rest = {};
    return {};
  }
  rest.remove_prefix(from);
  const auto to = std::min(rest.find(' '), rest.size());
  const auto word = rest.substr(0, to);
  rest.remove_prefix(to);
  return word;
}

bool number(std::string_view text, std::int64_t& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && !text.empty();
}

std::int32_t sane(std::int64_t day) {
  return day >= kDayMin && day <= kDayMax ? static_cast<std::int32_t>(day) : 0;
}

std::int32_t day_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1990 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? sane(std::chrono::sys_days(date).time_since_epoch().count()) : 0;
}

// IPv4 by hand: it is the common case, and inet_pton wants a zero at the end.
bool ipv4(std::string_view text, char* out) {
  int part = 0, value = -1;
  for (const char c : text) {
    if (c == '.') {
      if (value < 0 || part == 3) return false;
      out[part++] = static_cast<char>(value);
      value = -1;
    } else if (c >= '0' && c <= '9') {
      value = (value < 0 ? 0 : value) * 10 + (c - '0');
      if (value > 255) return false;
    } else {
      return false;
    }
  }
  if (part != 3 || value < 0) return false;
  out[3] = static_cast<char>(value);
  return true;
}

bool client_of(std::string_view text, LogLine& out) {
  out.client = {};
  if (text.find(':') == std::string_view::npos) {
    out.client[0] = 4;
    return ipv4(text, out.client.data() + 1);
  }
  char zero_ended[64];
  text = text.substr(0, text.find('%'));
  if (text.size() >= sizeof zero_ended) return false;
  std::memcpy(zero_ended, text.data(), text.size());
  zero_ended[text.size()] = '\0';
  out.client[0] = 6;
  if (inet_pton(AF_INET6, zero_ended, out.client.data() + 1) != 1) return false;
  static constexpr char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xff', '\xff'};
  if (std::memcmp(out.client.data() + 1, kMapped, 12) == 0) return true;
  std::fill(out.client.begin() + 9, out.client.end(), '\0');
  return true;
}

bool is_class(std::string_view word) {
  return word == "IN" || word == "CH" || word == "HS" || word.starts_with("CLASS");
}

std::int64_t month_of(std::string_view text) {
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (std::size_t i = 0; i < 12; ++i)
    if (kMonths[i] == text) return static_cast<std::int64_t>(i) + 1;
  return 0;
}

std::int32_t bind_day(std::string_view date) {
  std::int64_t a = 0, b = 0, c = 0;
  if (date.size() == 11 && date[2] == '-' && date[6] == '-') {  // 24-Nov-2026
    if (!number(date.substr(0, 2), a) || !number(date.substr(7, 4), c)) return 0;
    return day_of(c, month_of(date.substr(3, 3)), a);
  }
  if (date.size() > 10 && date[4] == '-' && date[7] == '-' && date[10] == 'T') {  // 2026-11-24T…
    if (!number(date.substr(0, 4), a) || !number(date.substr(5, 2), b) || !number(date.substr(8, 2), c)) return 0;
    return day_of(a, b, c);
  }
  return 0;
}

}  // namespace

LogFault parse_unbound(std::string_view line, LogLine& out) {
  out.day = 0;
  // "unbound[123:0] " or, through syslog, "unbound: [123:0] ".
  const auto at = line.find("unbound");
  if (at == std::string_view::npos) return LogFault::not_a_line;
  if (line.starts_with('[')) {
    std::int64_t seconds = 0;
    const auto end = line.find(']');
    if (end == std::string_view::npos || end > at || !number(line.substr(1, end - 1), seconds))
      return LogFault::not_a_line;
    out.day = sane(seconds / 86'400);
  }
  const auto bracket = line.find("] ", at);
  if (bracket == std::string_view::npos) return LogFault::cut_off;
  std::string_view rest = line.substr(bracket + 2);
  const auto kind = next_word(rest);
  if (kind == "reply:") return LogFault::other;
  if (kind != "info:" && kind != "query:") return kind.ends_with(':') ? LogFault::other : LogFault::cut_off;
  const auto client = next_word(rest), name = next_word(rest), type = next_word(rest), cls = next_word(rest);
  if (!client_of(client, out)) {
    // "info: service stopped", "info: server stats for thread 0": no address was meant.
    const bool words = client.empty() || client.find_first_of(".:0123456789") == std::string_view::npos;
    return words && kind == "info:" ? LogFault::other : LogFault::client;
  }
  if (name.empty() || type.empty() || cls.empty()) return LogFault::cut_off;
  if (!is_class(cls)) return LogFault::not_a_line;
  if (!next_word(rest).empty()) return LogFault::other;  // code, time, flag, size: the answer to a query
  out.name = name;
  return LogFault::none;
}

LogFault parse_bind(std::string_view line, LogLine& out) {
  const auto at = line.find("client ");
  if (at == std::string_view::npos)
    return line.find(": ") != std::string_view::npos ? LogFault::other : LogFault::not_a_line;
  std::string_view front = line.substr(0, at);
  out.day = bind_day(next_word(front));
  std::string_view rest = line.substr(at + 7);
  auto client = next_word(rest);
  if (client.starts_with('@')) client = next_word(rest);
  const auto query = rest.find(" query: ");
  const auto hash = client.find('#');
  if (query == std::string_view::npos)
    return rest.find("): ") != std::string_view::npos && hash != std::string_view::npos ? LogFault::other
                                                                                        : LogFault::cut_off;
  if (hash == std::string_view::npos || !client_of(client.substr(0, hash), out)) return LogFault::client;
  rest.remove_prefix(query + 8);
  const auto name = next_word(rest), cls = next_word(rest), type = next_word(rest);
  if (name.empty() || cls.empty() || type.empty()) return LogFault::cut_off;
  if (!is_class(cls)) return LogFault::not_a_line;
  out.name = name;
  return LogFault::none;
}

}  // namespace muster::census

#include "log_text.h"
#include <intake/log_line.h>

#include <algorithm>
#include <string>

namespace muster::intake {
namespace {

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
    if (!whole_number(date.substr(0, 2), a) || !whole_number(date.substr(7, 4), c)) return 0;
    return day_of_date(c, month_of(date.substr(3, 3)), a);
  }
  if (date.size() > 10 && date[4] == '-' && date[7] == '-' && date[10] == 'T') {  // 2026-11-24T…
    if (!whole_number(date.substr(0, 4), a) || !whole_number(date.substr(5, 2), b) ||
        !whole_number(date.substr(8, 2), c))
      return 0;
    return day_of_date(a, b, c);
  }
  return 0;
}

}  // namespace

LogFault parse_unbound(std::string_view line, Query& out) {
  out.day = 0;
  // "unbound[123:0] " or, through syslog, "unbound: [123:0] ".
  const auto at = line.find("unbound");
  if (at == std::string_view::npos) return LogFault::not_a_line;
  if (line.starts_with('[')) {
    std::int64_t seconds = 0;
    const auto end = line.find(']');
    if (end == std::string_view::npos || end > at || !whole_number(line.substr(1, end - 1), seconds))
      return LogFault::not_a_line;
    out.day = day_of_seconds(seconds);
  }
  const auto bracket = line.find("] ", at);
  if (bracket == std::string_view::npos) return LogFault::cut_off;
  std::string_view rest = line.substr(bracket + 2);
  const auto kind = next_word(rest);
  if (kind == "reply:") return LogFault::other;
  if (kind != "info:" && kind != "query:") return kind.ends_with(':') ? LogFault::other : LogFault::cut_off;
  const auto client = next_word(rest), name = next_word(rest), type = next_word(rest), cls = next_word(rest);
  if (!client_from_text(client, out.client)) {
    // "info: service stopped", "info: server stats for thread 0": no address was meant.
    const bool words = client.empty() || client.find_first_of(".:0123456789") == std::string_view::npos;
    return words && kind == "info:" ? LogFault::other : LogFault::client;
  }
  if (name.empty() || type.empty() || cls.empty()) return LogFault::cut_off;
  if (cls != "IN") return is_class(cls) ? LogFault::other : LogFault::not_a_line;  // version.bind names no site
  if (!next_word(rest).empty()) return LogFault::other;  // code, time, flag, size: the answer to a query
  out.name = name;
  return LogFault::none;
}

LogFault parse_bind(std::string_view line, Query& out) {
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
  if (hash == std::string_view::npos || !client_from_text(client.substr(0, hash), out.client)) return LogFault::client;
  rest.remove_prefix(query + 8);
  const auto name = next_word(rest), cls = next_word(rest), type = next_word(rest);
  if (name.empty() || cls.empty() || type.empty()) return LogFault::cut_off;
  if (cls != "IN") return is_class(cls) ? LogFault::other : LogFault::not_a_line;  // version.bind names no site
  out.name = name;
  return LogFault::none;
}

}  // namespace muster::intake

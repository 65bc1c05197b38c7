#include "log_text.h"
#include <intake/log_line.h>

namespace muster::intake {
namespace {

using namespace std::string_view_literals;

constexpr auto kQuestion = "question for '"sv, kFrom = "' from "sv;
constexpr auto kWants = " wants '"sv, kRemote = "Remote "sv;
constexpr auto kMessage = "msg=\""sv;

// 'name|TYPE'; the name itself may hold quotes and bars.
bool take_name(std::string_view quoted, Query& out) {
  const auto bar = quoted.rfind('|');
  if (bar == std::string_view::npos || bar == 0) return false;
  out.name = quoted.substr(0, bar);
  return true;
}

LogFault recursor(std::string_view rest, Query& out) {
  const auto end = rest.rfind(kFrom);
  if (end == std::string_view::npos || !take_name(rest.substr(0, end), out)) return LogFault::cut_off;
  rest.remove_prefix(end + kFrom.size());
  const auto remote = next_word(rest);
  const auto address = without_port(remote);
  if (address.empty()) return LogFault::cut_off;
  return client_from_text(address, out.client) ? LogFault::none : LogFault::client;
}

LogFault authoritative(std::string_view remote, std::string_view rest, Query& out) {
  const auto end = rest.rfind("', do = "sv);
  if (end == std::string_view::npos || !take_name(rest.substr(0, end), out)) return LogFault::cut_off;
  // "192.0.2.1<-198.51.100.0/24": who asked, and for whom (EDNS client subnet).
  return client_from_text(remote.substr(0, remote.find('<')), out.client) ? LogFault::none : LogFault::client;
}

// The value behind ` key="`; a value with a backslash is none that can be taken.
std::string_view value_of(std::string_view line, std::string_view key) {
  const auto at = line.find(key);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + key.size());
  const auto end = line.find('"');
  return end == std::string_view::npos || line.substr(0, end).find('\\') != std::string_view::npos
             ? std::string_view()
             : line.substr(0, end);
}

LogFault structured(std::string_view line, std::string_view message, Query& out) {
  if (message.starts_with("Question answered from packet cache"sv) ||
      message.starts_with("question answered from packet cache"sv))
    return LogFault::no_name;
  if (!message.starts_with("Question\""sv)) return LogFault::other;
  out.name = value_of(line, " qname=\""sv);
  const auto remote = value_of(line, " remote=\""sv);
  if (out.name.empty() || remote.empty()) return LogFault::cut_off;
  std::int64_t seconds = 0;
  const auto time = value_of(line, " ts=\""sv);
  if (whole_number(time.substr(0, time.find('.')), seconds)) out.day = day_of_seconds(seconds);
  return client_from_text(without_port(remote), out.client) ? LogFault::none : LogFault::client;
}

}  // namespace

LogFault parse_powerdns(std::string_view line, Query& out) {
  out.day = 0;
  if (const auto at = line.find(kQuestion); at != std::string_view::npos)
    return recursor(line.substr(at + kQuestion.size()), out);
  if (const auto at = line.find(kMessage); at != std::string_view::npos)
    return structured(line, line.substr(at + kMessage.size()), out);
  if (const auto at = line.find(kWants); at != std::string_view::npos) {
    const auto front = line.substr(0, at);
    const auto remote = front.rfind(kRemote);
    if (remote == std::string_view::npos) return LogFault::not_a_line;
    return authoritative(front.substr(remote + kRemote.size()), line.substr(at + kWants.size()), out);
  }
  if (line.find(" question answered from packet cache"sv) != std::string_view::npos) return LogFault::no_name;
  // "Nov 24 11:24:33 …": a notice of the same log.
  const bool dated = line.size() > 16 && line[3] == ' ' && line[9] == ':' && line[12] == ':' && line[15] == ' ';
  return dated ? LogFault::other : LogFault::not_a_line;
}

}  // namespace muster::intake

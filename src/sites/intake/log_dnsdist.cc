#include "log_text.h"
#include <intake/log_line.h>

namespace muster::intake {

LogFault parse_dnsdist(std::string_view line, Query& out) {
  using namespace std::string_view_literals;
  constexpr auto kPacket = "Packet from "sv;
  out.day = 0;
  const auto at = line.find(kPacket);
  if (at == std::string_view::npos)
    return line.find("Answer to "sv) != std::string_view::npos ? LogFault::other : LogFault::not_a_line;
  if (line.starts_with('[')) {  // seconds.nanoseconds; the part behind the dot lacks its leading zeros
    std::int64_t seconds = 0;
    if (whole_number(line.substr(1, line.find_first_of(".]") - 1), seconds)) out.day = day_of_seconds(seconds);
  }
  std::string_view rest = line.substr(at + kPacket.size());
  const auto remote = next_word(rest), word = next_word(rest), name = next_word(rest), type = next_word(rest),
             with = next_word(rest), id = next_word(rest), number = next_word(rest);
  if (number.empty() || word != "for" || with != "with" || id != "id" || type.empty()) return LogFault::cut_off;
  if (!client_from_text(without_port(remote), out.client)) return LogFault::client;
  out.name = name;
  return LogFault::none;
}

}  // namespace muster::intake

// One line of a resolver's query log. Views are into the line; the client's goes into the sketch and nowhere else.
// Inside of the census room. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace muster::census {

enum class LogFault : std::uint8_t {
  none,
  other,       // a line of the same log that tells of no query: passed over
  not_a_line,  // log_line_form
  client,      // log_client: no address where the client's should stand
  cut_off,     // log_line_cut_off
};

struct LogLine {
  std::string_view name;  // as the log writes it
  std::array<char, 17>
      client{};          // the address (IPv6: its /64, since one customer has all of it), first byte the family
  std::int32_t day = 0;  // since 1970; 0 when the line carries no year
};

// [1700000000] unbound[123:0] info: 192.0.2.1 example.com. A IN           (log-queries)
// Nov 24 06:46:01 unbound[123:0] query: 192.0.2.1 example.com. A IN       (log-tag-queryreply, log-time-ascii, syslog)
// Answers (log-replies) are passed over where they can be told apart: a query counts once.
LogFault parse_unbound(std::string_view line, LogLine& out);
// 24-Nov-2026 07:48:52.972 queries: info: client @0x7f27 192.0.2.1#55949 (example.com): query: example.com IN A +E(0)K
// (192.0.2.53) The time may be ISO 8601 or missing; category and severity may be missing.
LogFault parse_bind(std::string_view line, LogLine& out);

}  // namespace muster::census

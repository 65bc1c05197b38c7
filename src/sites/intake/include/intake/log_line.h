// One line of a resolver's query log. Views are into the line; the client's goes into the sketch and nowhere else.
// Each form is what Debian 12's binary wrote (log_line_test.cc). Pure.
#pragma once

#include <intake/client.h>

#include <cstdint>
#include <string_view>

namespace muster::intake {

enum class LogFault : std::uint8_t {
  none,
  other,       // a line of the same log that tells of no query: passed over
  not_a_line,  // log_line_form
  client,      // log_client: no address where the client's should stand
  cut_off,     // log_line_cut_off
  no_name,     // log_without_name: a query whose name the resolver did not write
};

// What a log line or a dnstap message says.
struct Query {
  std::string_view name;  // as the source writes it
  ClientKey client{};
  std::int32_t day = 0;  // since 1970; 0 when the source carries no year
};

// Unbound 1.17: log-queries, and log-tag-queryreply, log-time-ascii, through syslog.
//   [1700000000] unbound[123:0] info: 192.0.2.1 example.com. A IN
//   Nov 24 06:46:01 unbound[123:0] query: 192.0.2.1 example.com. A IN
// Answers (log-replies) are passed over where they can be told apart: a query counts once.
LogFault parse_unbound(std::string_view line, Query& out);

// BIND 9.18: querylog. The time may be ISO 8601 or missing; category and severity may be missing.
//   24-Nov-2026 07:48:52.972 queries: info: client @0x7f27 192.0.2.1#55949 (example.com): query: example.com IN A
//   +E(0)K
LogFault parse_bind(std::string_view line, Query& out);

// PowerDNS Recursor 4.8 (quiet=no), plain and structured, and Authoritative Server 4.7 (log-dns-queries=yes).
//   Nov 24 11:24:37 3 [1/1] question for 'www.example.com|A' from 192.0.2.1:40242
//   Nov 24 11:25:23 msg="Question" subsystem="syncres" … ts="1795519523.126" … qname="www.example.com" …
//   remote="…:40143" Nov 24 11:25:18 Remote 192.0.2.1 wants 'www.example.com|A', do = 0, bufsize = 1232: packetcache
//   MISS
// What the Recursor answers from its packet cache it logs without a name: counted as no_name.
LogFault parse_powerdns(std::string_view line, Query& out);

// dnsdist 1.7: LogAction as text. Its answers (LogResponseAction) are passed over.
//   [1795519478.888973] Packet from 192.0.2.1:41237 for www.example.com. A with id 22264
LogFault parse_dnsdist(std::string_view line, Query& out);

}  // namespace muster::intake

// Which addresses the tester may connect to: globally reachable unicast alone (IANA special-purpose registries, RFC
// 6890).
#pragma once

#include <string>

struct sockaddr;

namespace muster::testing {

// "" when allowed, else why not: "loopback", "private", "link_local", "multicast", "unspecified", "reserved", "shared"
// (RFC 6598), "documentation", "benchmarking", "translated" (NAT64, 6to4, Teredo, v4-mapped and -compatible when the
// inner address isn't allowed), "unique_local", "site_local", "not_ip".
std::string refused_because(const sockaddr& address);
std::string refused_because(const std::string& address);
std::string to_text(const sockaddr& address);
int port_of(const sockaddr& address);
// Ports that web servers have; never those of mail, remote shells and the like.
bool is_web_port(int port);

}  // namespace muster::testing

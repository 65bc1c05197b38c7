// Who asked, as the key that a salted sketch takes: the address, of IPv6 its /64, since one customer has all of it.
// It lives in memory while one message is read, and goes nowhere else (principle 1). Pure.
#pragma once

#include <array>
#include <string_view>

namespace muster::intake {

using ClientKey = std::array<char, 17>;  // first byte the family, 4 or 6; an IPv4-mapped address is IPv4

bool client_from_text(std::string_view text, ClientKey& out);    // "192.0.2.1", "2001:db8::1%eth0"
bool client_from_bytes(std::string_view bytes, ClientKey& out);  // 4 or 16 bytes in network order

}  // namespace muster::intake

// An address as people report it, in the one form by which two reports of one page are known as such. Read by the
// parser that visits go by (libcurl's, WHATWG in effect), then normalised (RFC 3986 §6.2.2): scheme and host in lower
// case, A-labels, no default port, no user information and no fragment, dot segments resolved, percent-encodings in
// upper case and none where none is needed. Pure; thread-safe.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::testing {

inline constexpr std::size_t kWebAddressMax = 2'048;  // bytes, as written and as normalised

struct WebAddress {
  std::string url;
  std::string host;         // A-labels
  std::string registrable;  // its registrable domain; the host itself where that is a public suffix
};

// "shop.example/x" means http. Errors, field "address": address_missing, address_too_long, url_invalid,
// scheme_refused, port_refused; name_… for hosts that are no names (an IP address has no name that could be suspected).
Result<WebAddress> web_address(std::string_view text);

}  // namespace muster::testing

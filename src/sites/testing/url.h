// URLs of visits, by libcurl's parser (the one that connects), so that nobody reads them differently.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::testing {

inline constexpr std::size_t kUrlBytesMax = 8192;

struct Url {
  std::string text;    // normalised, without fragment and user information
  std::string scheme;  // lower case
  std::string host;    // lower case, A-labels; an IPv6 address without brackets
  int port = 0;
  std::string path;               // with query
  std::string authority() const;  // scheme://host:port
};

// "shop.example/x" means http. Errors: url_invalid, scheme_refused, port_refused.
Result<Url> parse_url(std::string_view text);
// `reference` as found in a Location or a page, seen from `base`.
Result<Url> resolve_url(const Url& base, std::string_view reference);

}  // namespace muster::testing

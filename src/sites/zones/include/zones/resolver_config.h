// Lines of configuration for resolvers that take the zone, with what a visitor is told of where the server can tell it
// (RFC 8914: 16, an authority's order; 15, the operator's own security). Debian 12's versions. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::zones {

enum class ResolverKind : std::uint8_t { unbound, bind, powerdns, knot, dnsdist };
std::optional<ResolverKind> resolver_kind(std::string_view text);

struct ResolverFacts {
  std::string address = "127.0.0.1";  // of Muster's name server
  std::uint16_t port = 53;
  std::string key_file = {}, key_name = {}, key_secret = {};  // base64; "" it can't sign
  std::string folder = "/var/lib/muster-feeds";               // of files (packaging/muster-feed-fetch)
  std::string lookup = {};                                    // address of the public look-up, "" none
  std::string zone = "rpz.muster";
  bool parts = false;  // the large zone and the small one before it, instead of the whole
};
std::string resolver_config(ResolverKind kind, const ResolverFacts& facts);

}  // namespace muster::zones

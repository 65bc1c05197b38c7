#include <base/text.h>
#include <identifiers/contact.h>

#include <algorithm>
#include <memory>

#include <camara/sink.h>
#include <camara/subscription.h>
#include <curl/curl.h>

namespace muster::camara {
namespace {

using identifiers::AddressRange;
using identifiers::parse_address_range;

// IANA IPv4 special-purpose registry, multicast and the reserved block.
constexpr const char* kNotPublic4[] = {"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
                                       "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
                                       "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                                       "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
// Global unicast is 2000::/3; of it, what leads elsewhere: Teredo and other protocol assignments, 6to4, documentation.
constexpr const char* kNotPublic6[] = {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool within(const AddressRange& address, const char* block) {
  const auto range = parse_address_range(block);
  return range.ok() && range->contains(address);
}

bool is_public(const AddressRange& address) {
  const auto inside = [&](const char* block) { return within(address, block); };
  if (address.v4) return std::none_of(std::begin(kNotPublic4), std::end(kNotPublic4), inside);
  return inside("2000::/3") && std::none_of(std::begin(kNotPublic6), std::end(kNotPublic6), inside);
}

// The part of an address, by the parser that connects later; "" where there is none.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || !text) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

}  // namespace

bool is_reachable(std::string_view address, const std::vector<std::string>& networks) {
  const auto parsed = parse_address_range(address);
  if (!parsed.ok() || parsed->first != parsed->last) return false;
  return is_public(*parsed) || std::any_of(networks.begin(), networks.end(), [&](const std::string& network) {
           return within(*parsed, network.c_str());
         });
}

bool is_sink(std::string_view text, const std::vector<std::string>& networks) {
  if (text.size() > kSinkMaxBytes || to_lower_ascii(text.substr(0, 8)) != "https://") return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127 && c != '\\'; })) return false;
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  if (!url || curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) return false;
  if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty() ||
      !part_of(url.get(), CURLUPART_FRAGMENT).empty())
    return false;
  std::string host = to_lower_ascii(part_of(url.get(), CURLUPART_HOST));
  if (host.empty()) return false;
  if (host.front() == '[') return is_reachable(std::string_view(host).substr(1, host.size() - 2), networks);
  if (parse_address_range(host).ok()) return is_reachable(host, networks);
  return host.find('.') != std::string::npos && !host.ends_with(".localhost");
}

}  // namespace muster::camara

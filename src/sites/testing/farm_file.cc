#include <base/text.h>
#include <testing/address_guard.h>
#include <testing/fetch.h>

#include <fmt/format.h>

namespace muster::testing {

Result<std::map<std::string, std::string>> parse_farm(std::string_view text) {
  std::map<std::string, std::string> out;
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto bad = [&](const char* why) {
      return invalid("farm_line", fmt::format("Line {} of the farm's file {}.", number, why), "farm");
    };
    const auto blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) return bad("is not \"host address:port\"");
    const std::string host = to_lower_ascii(line.substr(0, blank));
    const std::string endpoint(trim(line.substr(blank)));
    const auto colon = endpoint.rfind(':');
    if (colon == std::string::npos || refused_because(endpoint.substr(0, colon)) != "loopback" ||
        endpoint.find(':') != colon)
      return bad("does not lead to an IPv4 loopback address and port");
    if (refused_because(host) != "not_ip" ||
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") != std::string::npos)
      return bad("does not begin with a host name");
    out[host] = endpoint;
  }
  return out;
}

}  // namespace muster::testing

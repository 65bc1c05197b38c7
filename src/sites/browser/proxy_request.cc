#include "guard_proxy.h"
#include <base/text.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::browser {
namespace {

Error no_request() {
  return invalid("proxy_request", "This is nothing that a proxy is asked.");
}

// "host:port", "[v6]:port"; 0 stands for no port.
Result<std::pair<std::string, int>> host_and_port(std::string_view text, int otherwise) {
  std::string_view host = text, port;
  const auto colon = text.rfind(':');
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return no_request();
    host = text.substr(1, end - 1);
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return no_request();
      port = text.substr(end + 2);
    }
  } else if (colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  int number = otherwise;
  if (!port.empty()) {
    const auto [at, fault] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (fault != std::errc() || at != port.data() + port.size()) return no_request();
  }
  if (host.empty() || host.size() > 253 || number < 1 || number > 65535) return no_request();
  return std::pair(to_lower_ascii(host), number);
}

}  // namespace

Result<ProxyRequest> read_proxy_request(std::string_view head) {
  const auto line_end = head.find("\r\n");
  if (line_end == std::string_view::npos || !head.ends_with("\r\n\r\n")) return no_request();
  const auto words = split(head.substr(0, line_end), ' ');
  if (words.size() != 3 || !words[2].starts_with("HTTP/1.")) return no_request();
  ProxyRequest out;
  if (words[0] == "CONNECT") {
    MUSTER_TRY(const auto at, host_and_port(words[1], 0));
    out.host = at.first;
    out.port = at.second;
    out.tunnel = true;
    return out;
  }
  constexpr std::string_view kScheme = "http://";
  if (!words[1].starts_with(kScheme)) return no_request();
  const std::string_view rest = words[1].substr(kScheme.size());
  const auto slash = rest.find_first_of("/?");
  const std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) return no_request();
  MUSTER_TRY(const auto at, host_and_port(authority, 80));
  out.host = at.first;
  out.port = at.second;
  const std::string path = slash == std::string_view::npos ? "/"
                           : rest[slash] == '/'            ? std::string(rest.substr(slash))
                                                           : "/" + std::string(rest.substr(slash));
  // One request a connection: what comes after it on this one is for nobody else.
  out.forwarded = fmt::format("{} {} HTTP/1.1\r\n", words[0], path);
  for (std::size_t from = line_end + 2; from + 2 < head.size();) {
    const auto end = head.find("\r\n", from);
    const std::string_view line = head.substr(from, end - from);
    from = end + 2;
    const std::string name = to_lower_ascii(line.substr(0, line.find(':')));
    if (name == "connection" || name == "keep-alive" || name.starts_with("proxy-")) continue;
    out.forwarded += std::string(line) + "\r\n";
  }
  out.forwarded += "Connection: close\r\n\r\n";
  return out;
}

}  // namespace muster::browser

#include <testing/address_guard.h>

#include <cstdint>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace muster::testing {
namespace {

struct V4 {
  std::uint32_t net;
  int bits;
  const char* why;
};
// IANA IPv4 special-purpose registry, and multicast and class E.
constexpr V4 kV4[] = {
    {0x00000000, 8, "unspecified"},     // 0.0.0.0/8
    {0x0A000000, 8, "private"},         // 10/8
    {0x64400000, 10, "shared"},         // 100.64/10
    {0x7F000000, 8, "loopback"},        // 127/8
    {0xA9FE0000, 16, "link_local"},     // 169.254/16, with cloud metadata at .169.254
    {0xAC100000, 12, "private"},        // 172.16/12
    {0xC0000000, 24, "reserved"},       // 192.0.0/24
    {0xC0000200, 24, "documentation"},  // 192.0.2/24
    {0xC0586300, 24, "translated"},     // 192.88.99/24, 6to4 relays
    {0xC0A80000, 16, "private"},        // 192.168/16
    {0xC6120000, 15, "benchmarking"},   // 198.18/15
    {0xC6336400, 24, "documentation"},  // 198.51.100/24
    {0xCB007100, 24, "documentation"},  // 203.0.113/24
    {0xE0000000, 4, "multicast"},       // 224/4
    {0xF0000000, 4, "reserved"},        // 240/4, with the limited broadcast
};

std::string refused_v4(std::uint32_t address) {
  for (const V4& each : kV4)
    if ((address ^ each.net) >> (32 - each.bits) == 0) return each.why;
  return {};
}

std::uint32_t v4_at(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

bool begins(const std::uint8_t* address, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), address);
}

std::string refused_v6(const std::uint8_t* a) {
  const bool high_zero = std::all_of(a, a + 10, [](std::uint8_t b) { return b == 0; });
  if (high_zero && a[10] == 0xFF && a[11] == 0xFF) return refused_v4(v4_at(a + 12)).empty() ? "" : "translated";
  if (high_zero && a[10] == 0 && a[11] == 0) {
    if (v4_at(a + 12) == 0) return "unspecified";
    if (v4_at(a + 12) == 1) return "loopback";
    return "translated";  // ::/96, deprecated
  }
  // NAT64 (RFC 6052, 8215): the inner address is what is reached. The local-use prefix is never ours to use.
  if (begins(a, {0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01})) return "translated";
  if (begins(a, {0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0}))
    return refused_v4(v4_at(a + 12)).empty() ? "" : "translated";
  if (begins(a, {0x20, 0x02})) return refused_v4(v4_at(a + 2)).empty() ? "" : "translated";  // 6to4
  if (begins(a, {0x20, 0x01, 0x00, 0x00})) return "translated";                              // Teredo
  if (begins(a, {0x20, 0x01, 0x0D, 0xB8})) return "documentation";
  if (begins(a, {0x3F, 0xFF}) && (a[2] & 0xF0) == 0) return "documentation";  // 3fff::/20
  if (begins(a, {0x20, 0x01}) && (a[2] & 0xFE) == 0) return "reserved";       // 2001::/23: benchmarking, ORCHID …
  if ((a[0] & 0xFE) == 0xFC) return "unique_local";
  if (a[0] == 0xFE && (a[1] & 0xC0) == 0x80) return "link_local";
  if (a[0] == 0xFE && (a[1] & 0xC0) == 0xC0) return "site_local";
  if (a[0] == 0xFF) return "multicast";
  if ((a[0] & 0xE0) != 0x20) return "reserved";  // global unicast is 2000::/3
  return {};
}

}  // namespace

std::string refused_because(const sockaddr& address) {
  if (address.sa_family == AF_INET)
    return refused_v4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
  if (address.sa_family == AF_INET6)
    return refused_v6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr);
  return "not_ip";
}

std::string refused_because(const std::string& address) {
  in_addr v4;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return refused_v4(ntohl(v4.s_addr));
  in6_addr v6;
  if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) return refused_v6(v6.s6_addr);
  return "not_ip";
}

std::string to_text(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  else if (address.sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  return text;
}

// Ports below 1024 are left to their services, so that nobody makes us speak HTTP to a mail server.
bool is_web_port(int port) {
  return port == 80 || port == 443 || (port >= 81 && port <= 90) || port >= 1024;
}

int port_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.sa_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

}  // namespace muster::testing

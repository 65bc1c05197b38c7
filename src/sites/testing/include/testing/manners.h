// What one process owes to the hosts and addresses that it visits, whoever visits them: turns, back-off, what DNS and
// robots.txt said. One object is shared by all fetchers of a process. Thread-safe.
//
// Politeness has two keys, for a thousand shops may stand on one machine: a host is left alone for
// `host_delay` after each answer, an address is asked once in `address_delay`, with at most `address_at_once` transfers
// under way. Every request counts, also robots.txt and each hop.
#pragma once

#include <base/time.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::testing {

struct MannersLimits {
  Duration host_delay = std::chrono::seconds(1);            // of one host, from an answer to the next request
  Duration address_delay = std::chrono::milliseconds(200);  // and to one address, whatever its hosts
  int address_at_once = 4;                                  // transfers at one address
  // After a failure (no connection, no answer, 5xx) and after 429 or 503 a host is left alone, twice as long each time
  // in a row. An address that takes no connection is treated as a host is.
  Duration failed_first = std::chrono::seconds(2);
  Duration refused_first = std::chrono::seconds(30);  // 429 and 503 without Retry-After (RFC 9110 §10.2.3)
  Duration back_off_max = std::chrono::minutes(10);
  Duration retry_after_max = std::chrono::hours(1);
  std::size_t hosts_max = 200'000;  // remembered at once, and as many addresses; beyond, new ones wait

  Duration dns_term = std::chrono::minutes(5);
  Duration dns_failed_term = std::chrono::minutes(1);
  std::size_t dns_names_max = 100'000;
  int dns_at_once = 16;  // look-ups, each on a thread

  Duration robots_term = std::chrono::hours(24);             // RFC 9309 §2.4
  Duration robots_unreachable_term = std::chrono::hours(1);  // then it is asked for again
  Duration robots_stale_max = std::chrono::hours(24 * 30);   // §2.3.1.4: an old copy serves while it is unreachable
  std::size_t robots_bytes_max = 64u << 20;                  // of all copies together
};

// Names to addresses. Thread-safe; may block.
class Resolver {
 public:
  virtual ~Resolver() = default;
  // "192.0.2.1", "2001:db8::1", in the order in which they are to be tried; empty: none. At most kDnsAddressesMax
  // count.
  virtual std::vector<std::string> addresses(const std::string& host) = 0;
};
inline constexpr std::size_t kDnsAddressesMax = 8;
std::shared_ptr<Resolver> system_resolver();  // getaddrinfo

class Manners {
 public:
  explicit Manners(MannersLimits limits = {}, std::shared_ptr<Resolver> resolver = system_resolver());
  ~Manners();

  struct Inside;  // manners_inside.h
  Inside& inside() { return *inside_; }

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::testing

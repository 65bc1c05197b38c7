// Names looked up once for all fetchers, on a few threads; answers and failures are kept for their terms. Thread-safe.
#pragma once

#include <testing/manners.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muster::testing {

class DnsCache {
 public:
  using Addresses = std::vector<std::string>;
  DnsCache(const MannersLimits& limits, std::shared_ptr<Resolver> resolver);
  // What is known at `now`, an empty list for a name without addresses. Else the look-up begins, and `ready` is called
  // on another thread when it has ended, once for each that asked.
  std::optional<Addresses> ask(const std::string& host, std::chrono::steady_clock::time_point now,
                               std::function<void()> ready);
  // Without a look-up.
  std::optional<Addresses> find(const std::string& host, std::chrono::steady_clock::time_point now) const;
  std::size_t kept() const;

 private:
  struct State;
  static void work(const std::shared_ptr<State>& state);
  std::shared_ptr<State> state_;  // look-ups that nobody waits for any more end by themselves
};

}  // namespace muster::testing

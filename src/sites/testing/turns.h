// Whose turn it is. Time is given, so that every rule is tested without a clock. Thread-safe.
#pragma once

#include <testing/manners.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace muster::testing {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Turn {
  enum class Kind { go, wait, backed_off } kind = Kind::go;
  SteadyTime until{};  // when to ask again
};

// How a request ended.
struct Ended {
  int status = 0;           // 0: no answer
  bool no_answer = false;   // the host failed
  bool no_connect = false;  // the address took no connection
  std::optional<Duration> retry_after = {};
};

class Turns {
 public:
  explicit Turns(const MannersLimits& limits) : limits_(limits) {}
  // `address` "" where it isn't known or doesn't count. After `go` end() must follow.
  Turn take(const std::string& host, const std::string& address, SteadyTime now);
  void end(const std::string& host, const std::string& address, const Ended& how, SteadyTime now);
  std::size_t remembered() const;

 private:
  struct Place {
    SteadyTime next{}, left_alone_until{};
    int failures = 0, under_way = 0;
  };
  using Places = std::unordered_map<std::string, Place>;
  bool has_room(const Places& places, const std::string& key) const;
  void sweep(SteadyTime now);
  void back_off(Place& place, Duration first, SteadyTime now) const;

  const MannersLimits limits_;
  mutable std::mutex mutex_;
  Places hosts_, addresses_;
  SteadyTime swept_{};
};

// Retry-After: seconds, or a date seen from `now`. Nothing when it is neither.
std::optional<Duration> retry_after(std::string_view value, Instant now);

}  // namespace muster::testing

// What robots.txt of an authority said, for at most a day (RFC 9309 §2.4). Time is given. Thread-safe.
#pragma once

#include "robots.h"
#include <testing/manners.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace muster::testing {

struct RobotsState {
  std::string state;  // allowed (as far as the rules do), unavailable (4xx: all is allowed), unreachable (nothing is)
  Robots rules;
};

class RobotsCache {
 public:
  explicit RobotsCache(const MannersLimits& limits) : limits_(limits) {}
  std::optional<RobotsState> find(const std::string& authority, std::chrono::steady_clock::time_point now) const;
  // Keeps it and returns what holds: while the file is unreachable an older copy does, for as long as it may.
  RobotsState keep(const std::string& authority, RobotsState state, std::chrono::steady_clock::time_point now);
  std::size_t bytes() const;

 private:
  struct Entry {
    RobotsState state;
    std::chrono::steady_clock::time_point fetched, until;
    std::size_t bytes = 0;
  };
  void make_room(std::size_t bytes, std::chrono::steady_clock::time_point now);
  const MannersLimits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace muster::testing

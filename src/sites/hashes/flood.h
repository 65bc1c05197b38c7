// Counts how many different pictures each listed hash matched lately. Not thread-safe.
#pragma once

#include <hashes/matcher.h>

#include <deque>
#include <map>
#include <unordered_set>

namespace muster::hashes {

class FloodGauge {
 public:
  // How many different pictures this entry has matched since it began to be counted, this one included.
  std::size_t count(const Entry& entry, std::uint64_t picture, Instant now);
  void forget(const Entry& entry) { counted_.erase(entry); }

 private:
  struct Counted {
    Instant since;
    std::unordered_set<std::uint64_t> pictures;  // at most kFloodPictures
  };
  void make_room(Instant now);
  std::map<Entry, Counted> counted_;
};

}  // namespace muster::hashes

#include "flood.h"

#include <algorithm>

namespace muster::hashes {

std::size_t FloodGauge::count(const Entry& entry, std::uint64_t picture, Instant now) {
  if (counted_.size() >= kFloodHashesMax && !counted_.contains(entry)) make_room(now);
  Counted& counted = counted_.try_emplace(entry, Counted{now, {}}).first->second;
  if (now - counted.since > kFloodTime) counted = {now, {}};
  if (counted.pictures.size() < kFloodPictures) counted.pictures.insert(picture);
  return counted.pictures.size();
}

// Those whose time is over go; if there are none, those that matched least.
void FloodGauge::make_room(Instant now) {
  std::erase_if(counted_, [&](const auto& of) { return now - of.second.since > kFloodTime; });
  for (std::size_t most = 1; counted_.size() >= kFloodHashesMax && most <= kFloodPictures; most *= 2)
    std::erase_if(counted_, [&](const auto& of) { return of.second.pictures.size() <= most; });
}

}  // namespace muster::hashes

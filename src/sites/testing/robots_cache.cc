#include "robots_cache.h"

namespace muster::testing {
namespace {

constexpr std::size_t kEntryBytes = 256;  // of the map, the name and the times, about

}  // namespace

std::optional<RobotsState> RobotsCache::find(const std::string& authority,
                                             std::chrono::steady_clock::time_point now) const {
  std::lock_guard lock(mutex_);
  const auto found = entries_.find(authority);
  if (found == entries_.end() || found->second.until <= now) return {};
  return found->second.state;
}

RobotsState RobotsCache::keep(const std::string& authority, RobotsState state,
                              std::chrono::steady_clock::time_point now) {
  std::lock_guard lock(mutex_);
  const bool unreachable = state.state == "unreachable";
  Entry entry{std::move(state), now, now + (unreachable ? limits_.robots_unreachable_term : limits_.robots_term), 0};
  if (const auto old = entries_.extract(authority); !old.empty()) {
    bytes_ -= old.mapped().bytes;
    const bool serves = old.mapped().state.state == "allowed" && now - old.mapped().fetched < limits_.robots_stale_max;
    if (unreachable && serves) {
      entry.state = std::move(old.mapped().state);
      entry.fetched = old.mapped().fetched;
    }
  }
  entry.bytes = entry.state.rules.bytes() + kEntryBytes;
  make_room(entry.bytes, now);
  bytes_ += entry.bytes;
  return entries_.insert_or_assign(authority, std::move(entry)).first->second.state;
}

void RobotsCache::make_room(std::size_t bytes, std::chrono::steady_clock::time_point now) {
  if (bytes_ + bytes <= limits_.robots_bytes_max) return;
  std::erase_if(entries_, [&](const auto& each) {
    if (each.second.until > now) return false;
    bytes_ -= each.second.bytes;
    return true;
  });
  while (!entries_.empty() && bytes_ + bytes > limits_.robots_bytes_max) {
    bytes_ -= entries_.begin()->second.bytes;
    entries_.erase(entries_.begin());
  }
}

std::size_t RobotsCache::bytes() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace muster::testing

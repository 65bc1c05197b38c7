// Which site is due, out of ten million: a calendar of buckets of a few minutes in a ring, each the head of a doubly
// linked list that runs through one flat array, and a bitmap over the buckets to leap over empty ones. Placing, moving,
// removing and taking are O(1). 12 bytes a site and 0.5 MB. Within a bucket the order is none: jitter is wider than it.
// Events have a lane of their own, first come first served. Source: R. Brown, "Calendar queues", CACM 31 (1988).
// Not thread-safe.
#pragma once

#include <base/huge_pages.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace muster::schedule {

using SiteNo = std::uint32_t;
using Minute = std::uint32_t;  // since 1970

class DueQueue {
 public:
  static constexpr std::uint32_t kBuckets = 1u << 17;  // of 5 minutes: 455 days; what is later waits in the last one
  static constexpr Minute kBucketMinutes = 5;
  static constexpr SiteNo kNone = 0xffffffff;

  explicit DueQueue(Minute start)
      : now_bucket_(start / kBucketMinutes), heads_(kBuckets, kNone), full_(kBuckets / 64) {}
  // Sites are numbered from 0 on; a new one waits nowhere.
  void grow(SiteNo sites) { links_.resize(sites); }
  SiteNo size() const { return static_cast<SiteNo>(links_.size()); }

  void put(SiteNo site, Minute due);  // or moves it there
  void put_first(SiteNo site);        // into the lane of events, at its end; stays where it is if it is there
  void remove(SiteNo site);           // nothing happens if it waits nowhere
  bool waits(SiteNo site) const { return links_[site].bucket != kNowhere; }
  bool is_first_lane(SiteNo site) const { return links_[site].bucket == kLane; }

  // Takes what is due out of the queue: from the lane of events, or the longest due.
  std::optional<SiteNo> take_event();
  std::optional<SiteNo> take_due(Minute now);
  // How long the longest due has been waiting, as of the last take_due().
  Minute late(Minute now) const { return now - std::min(now, now_bucket_ * kBucketMinutes); }
  bool has_event() const { return lane_head_ != kNone; }

  static constexpr std::size_t bytes_a_site() { return sizeof(Link); }

 private:
  static constexpr std::uint32_t kNowhere = 0xffffffff, kLane = 0xfffffffe;
  struct Link {
    SiteNo next = kNone, prev = kNone;
    std::uint32_t bucket = kNowhere;  // absolute: minute / kBucketMinutes
  };
  void unlink(SiteNo site);

  std::uint32_t now_bucket_;  // nothing waits in an earlier one
  std::vector<Link, HugePages<Link>> links_;
  std::vector<SiteNo> heads_;
  std::vector<std::uint64_t> full_;
  SiteNo lane_head_ = kNone, lane_tail_ = kNone;
};

}  // namespace muster::schedule

#include <schedule/due_queue.h>

#include <algorithm>
#include <bit>

namespace muster::schedule {
namespace {

constexpr std::uint32_t kRing = DueQueue::kBuckets - 1;

}  // namespace

void DueQueue::unlink(SiteNo site) {
  Link& link = links_[site];
  if (link.bucket == kNowhere) return;
  if (link.next != kNone) links_[link.next].prev = link.prev;
  if (link.prev != kNone) links_[link.prev].next = link.next;
  if (link.bucket == kLane) {
    if (lane_head_ == site) lane_head_ = link.next;
    if (lane_tail_ == site) lane_tail_ = link.prev;
  } else if (const std::uint32_t slot = link.bucket & kRing; heads_[slot] == site) {
    heads_[slot] = link.next;
    if (link.next == kNone) full_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  }
  link = {};
}

void DueQueue::put(SiteNo site, Minute due) {
  unlink(site);
  const std::uint32_t bucket = std::clamp(due / kBucketMinutes, now_bucket_, now_bucket_ + kRing);
  const std::uint32_t slot = bucket & kRing;
  Link& link = links_[site];
  link = {heads_[slot], kNone, bucket};
  if (link.next != kNone) links_[link.next].prev = site;
  heads_[slot] = site;
  full_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void DueQueue::put_first(SiteNo site) {
  if (is_first_lane(site)) return;
  unlink(site);
  links_[site] = {kNone, lane_tail_, kLane};
  (lane_tail_ == kNone ? lane_head_ : links_[lane_tail_].next) = site;
  lane_tail_ = site;
}

void DueQueue::remove(SiteNo site) {
  unlink(site);
}

std::optional<SiteNo> DueQueue::take_event() {
  if (lane_head_ == kNone) return {};
  const SiteNo site = lane_head_;
  unlink(site);
  return site;
}

std::optional<SiteNo> DueQueue::take_due(Minute now) {
  const std::uint32_t last = now / kBucketMinutes;
  while (now_bucket_ <= last) {
    const std::uint32_t slot = now_bucket_ & kRing;
    const std::uint64_t rest = full_[slot / 64] >> (slot % 64);
    if (rest & 1) {
      const SiteNo site = heads_[slot];
      unlink(site);
      return site;
    }
    // Past the empty ones, to the end of this word at most; the bucket of `now` itself may still be filled.
    const std::uint32_t leap = rest ? static_cast<std::uint32_t>(std::countr_zero(rest)) : 64 - slot % 64;
    if (now_bucket_ == last) return {};
    now_bucket_ = std::min(now_bucket_ + leap, last);
  }
  return {};
}

}  // namespace muster::schedule

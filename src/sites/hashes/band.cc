#include "band.h"

#include <algorithm>
#include <bit>

namespace muster::hashes {
namespace {

constexpr std::array<std::uint8_t, 256> kOnes = [] {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>(std::popcount(static_cast<unsigned>(i)));
  return out;
}();

// Room of a bucket grows by a quarter, so that at most a fifth of it lies idle.
std::uint32_t room_for(std::uint32_t size) {
  if (size == 0) return 0;
  std::uint32_t room = 4;
  while (room < size) room += std::max<std::uint32_t>(4, room / 4 / 4 * 4);
  return room;
}

// Every difference of `bits` bits in at most `radius` of them, nearest first.
std::vector<std::uint32_t> differences(int bits, int radius) {
  std::vector<std::uint32_t> out{0};
  for (int i = 0; i < bits && radius >= 1; ++i) out.push_back(std::uint32_t{1} << i);
  for (int i = 0; i < bits && radius >= 2; ++i)
    for (int j = 0; j < i; ++j) out.push_back(std::uint32_t{1} << i | std::uint32_t{1} << j);
  return out;
}

// Enough for a full shard whose buckets are as idle as they can be, with rooms given back besides.
constexpr std::size_t kArena = kShardMax * 5 / 2;

}  // namespace

Band::Band(const Piece& piece, int upper)
    : piece_(piece),
      upper_(std::min(upper, piece.bits)),
      lower_(piece.bits - upper_),
      probes_(differences(upper_, piece.radius)),
      buckets_(std::size_t{1} << upper_),
      arena_(kArena) {}

// Rooms that were given back are found by their size; there are few sizes.
std::uint32_t Band::take(std::uint32_t room) {
  for (auto& rooms : free_)
    if (rooms.size() > 1 && rooms.front() == room) {
      const std::uint32_t at = rooms.back();
      rooms.pop_back();
      return at;
    }
  if (used_ + room > arena_.size()) throw std::bad_alloc();
  const auto at = static_cast<std::uint32_t>(used_);
  used_ += room;
  return at;
}
void Band::give(std::uint32_t at, std::uint32_t room) {
  if (room == 0) return;
  for (auto& rooms : free_)
    if (rooms.front() == room) return rooms.push_back(at);
  free_.push_back({room, at});
}

void Band::add(const Pdq& hash, std::uint32_t number) {
  const std::uint32_t key = piece_of(hash, piece_);
  Bucket& bucket = buckets_[key >> lower_];
  if (bucket.size == bucket.room) {
    const std::uint32_t room = room_for(bucket.size + 1), at = take(room);
    std::copy_n(arena_.data() + bucket.at, bucket.size, arena_.data() + at);
    give(bucket.at, bucket.room);
    bucket.at = at;
    bucket.room = room;
  }
  arena_[bucket.at + bucket.size++] = (key & low_mask()) << 24 | number;
}

bool Band::remove(const Pdq& hash, std::uint32_t number) {
  const std::uint32_t key = piece_of(hash, piece_);
  Bucket& bucket = buckets_[key >> lower_];
  std::uint32_t* const begin = arena_.data() + bucket.at;
  std::uint32_t* const end = begin + bucket.size;
  std::uint32_t* const found = std::find(begin, end, (key & low_mask()) << 24 | number);
  if (found == end) return false;
  *found = *(end - 1);
  if (--bucket.size == 0) {
    give(bucket.at, bucket.room);
    bucket = {};
  }
  return true;
}

void Band::fill(std::span<const Pdq> hashes) {
  for (const Pdq& hash : hashes) ++buckets_[piece_of(hash, piece_) >> lower_].room;
  for (Bucket& bucket : buckets_) {
    bucket.room = room_for(bucket.room);
    bucket.at = take(bucket.room);
  }
  for (std::size_t n = 0; n < hashes.size(); ++n) {
    const std::uint32_t key = piece_of(hashes[n], piece_);
    Bucket& bucket = buckets_[key >> lower_];
    arena_[bucket.at + bucket.size++] = (key & low_mask()) << 24 | static_cast<std::uint32_t>(n);
  }
}

void Band::candidates(const Pdq& query, std::vector<std::uint32_t>& out) const {
  const std::uint32_t key = piece_of(query, piece_), low = key & low_mask(), high = key >> lower_;
  // Three rounds, so that each finds in the cache what the one before asked for.
  for (const std::uint32_t probe : probes_) __builtin_prefetch(&buckets_[high ^ probe]);
  std::size_t room = out.size();
  for (const std::uint32_t probe : probes_) {
    const Bucket& bucket = buckets_[high ^ probe];
    const std::uint32_t* entries = arena_.data() + bucket.at;
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(bucket.size, 128); i += 16) __builtin_prefetch(entries + i);
    room += bucket.size;
  }
  std::size_t n = out.size();
  out.resize(room);
  std::uint32_t* const to = out.data();
  for (std::size_t p = 0; p < probes_.size(); ++p) {
    const int left = piece_.radius - std::popcount(probes_[p]);
    const Bucket& bucket = buckets_[high ^ probes_[p]];
    const std::uint32_t* entries = arena_.data() + bucket.at;
    for (std::uint32_t i = 0; i < bucket.size; ++i) {
      to[n] = entries[i] & kNumber;
      n += kOnes[(entries[i] >> 24) ^ low] <= left;
    }
  }
  out.resize(n);
}

std::size_t Band::bytes() const {
  return used_ * sizeof(std::uint32_t) + buckets_.size() * sizeof(Bucket) + probes_.size() * sizeof(std::uint32_t);
}

}  // namespace muster::hashes

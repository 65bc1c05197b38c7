// One piece of the hash and its table of buckets.
#pragma once

#include "reserved.h"
#include <hashes/pdq.h>

#include <array>
#include <vector>

namespace muster::hashes {

inline constexpr std::size_t kBandCount = 11;
inline constexpr std::size_t kShardMax = 1u
                                         << 24;  // numbers of entries have 24 bits, eight are left for the lower bits

struct Piece {
  int first, bits, radius;
};
inline constexpr std::array<Piece, kBandCount> kPieces{{{0, 24, 2},
                                                        {24, 24, 2},
                                                        {48, 24, 2},
                                                        {72, 24, 2},
                                                        {96, 24, 2},
                                                        {120, 24, 2},
                                                        {144, 24, 2},
                                                        {168, 24, 2},
                                                        {192, 23, 2},
                                                        {215, 23, 2},
                                                        {238, 18, 1}}};

inline std::uint32_t piece_of(const Pdq& hash, const Piece& piece) {
  const auto word = static_cast<std::size_t>(piece.first / 64);
  const int shift = piece.first % 64;
  std::uint64_t bits = hash.words[word] >> shift;
  if (shift + piece.bits > 64) bits |= hash.words[word + 1] << (64 - shift);
  return static_cast<std::uint32_t>(bits & ((std::uint64_t{1} << piece.bits) - 1));
}

// Buckets of entries "lower bits << 24 | number". Not thread-safe.
class Band {
 public:
  // `upper`: how many bits choose the bucket; at most eight are left.
  Band(const Piece& piece, int upper);

  void add(const Pdq& hash, std::uint32_t number);
  bool remove(const Pdq& hash, std::uint32_t number);
  // All of them at once, into empty buckets; numbers from 0 on.
  void fill(std::span<const Pdq> hashes);
  // Appends the numbers of all whose piece lies within the radius.
  void candidates(const Pdq& query, std::vector<std::uint32_t>& out) const;
  // Calls visit(number) for each entry of the very bucket with the same lower bits, until it returns true.
  template <class Visit>
  bool same_piece(const Pdq& hash, Visit&& visit) const {
    const std::uint32_t key = piece_of(hash, piece_);
    const Bucket& bucket = buckets_[key >> lower_];
    for (std::uint32_t i = 0; i < bucket.size; ++i) {
      const std::uint32_t entry = arena_[bucket.at + i];
      if (entry >> 24 == (key & low_mask()) && visit(entry & kNumber)) return true;
    }
    return false;
  }
  std::size_t bytes() const;

 private:
  struct Bucket {
    std::uint32_t at = 0, size = 0;
    std::uint32_t room = 0;
  };
  static constexpr std::uint32_t kNumber = 0xffffff;
  std::uint32_t low_mask() const { return (std::uint32_t{1} << lower_) - 1; }
  std::uint32_t take(std::uint32_t room);
  void give(std::uint32_t at, std::uint32_t room);

  const Piece piece_;
  const int upper_, lower_;
  std::vector<std::uint32_t> probes_;  // differences of the upper bits, nearest first
  std::vector<Bucket> buckets_;
  Reserved<std::uint32_t> arena_;
  std::size_t used_ = 0;
  std::vector<std::vector<std::uint32_t>> free_;  // of each size of room: the size, then where some lie idle
};

}  // namespace muster::hashes

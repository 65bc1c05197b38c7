// Which of millions of hashes lie near a given one: exact for distances up to 31 of 256 bits.
//
// The hash is cut into eleven pieces: eight of 24 bits, two of 23, one of 18. Two hashes that differ in at most 31 bits
// differ in at most two bits of one of the first ten, or in at most one bit of the last: were it three in each of ten
// and two in one, they would differ in 32 (the pigeonhole principle; "Fast Exact Search in Hamming Space With
// Multi-Index Hashing", Norouzi, Punjani, Fleet, 2014, with unequal radii). For each piece there is a table of buckets
// by its upper bits; an entry carries its lower bits beside its number, so that most candidates are dropped without
// looking at their hash. Memory: 32 bytes of hash, 44 of entries, 3 of which list and which state; with room to grow in
// the buckets some 100 bytes a hash at ten million.
//
// Adding and removing are visible to the next call of find. Thread-safe: readers share, a writer waits for no new ones.
#pragma once

#include <hashes/pdq.h>

#include <memory>
#include <span>
#include <vector>

namespace muster::hashes {

inline constexpr int kDistanceMax = 31;                // beyond it the index would miss some
inline constexpr std::size_t kEntriesMax = 64u << 20;  // of one index
inline constexpr std::size_t kNearMax = 256;           // nearest that find gives
inline constexpr std::size_t kListsMax = 1024;

using ListNumber = std::uint16_t;  // which list an entry stands on: what they mean is the caller's

struct Entry {
  Pdq hash;
  ListNumber list = 0;
  auto operator<=>(const Entry&) const = default;
};
struct Near {
  Pdq hash;
  ListNumber list = 0;
  int distance = 0;
};
struct Found {
  std::vector<Near> near;  // nearest first
  bool cut = false;        // there were more than kNearMax
};

class Index {
 public:
  // `expected`: how many it is made for; more only cost time. Errors of add: index_full.
  explicit Index(std::size_t expected = 0);
  ~Index();
  Index(const Index&) = delete;

  // What stands there already (the same hash on the same list) is left as it is. Returns how many are new.
  // Errors: index_full, index_list (a list's number of kListsMax or more): then nothing was added.
  Result<std::size_t> add(std::span<const Entry> entries);
  // Into an empty index, in one go; entries must not repeat. Errors as of add, and index_not_empty.
  Result<void> fill(std::span<const Entry> entries);
  // Returns how many there were.
  std::size_t remove(std::span<const Entry> entries);
  std::size_t remove_list(ListNumber list);

  // Entries at a distance of at most limits[list] (0 to 31; a negative one leaves the list out, and so does a list
  // beyond the limits).
  Found find(const Pdq& query, std::span<const std::int8_t> limits) const;

  std::size_t size() const;
  std::size_t bytes() const;  // of memory that holds it

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The same answer by looking at every entry: for tests and for comparison.
Found find_by_scan(std::span<const Entry> entries, const Pdq& query, std::span<const std::int8_t> limits);

}  // namespace muster::hashes

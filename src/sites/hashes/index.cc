#include "band.h"
#include <hashes/index.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <mutex>
#include <shared_mutex>

namespace muster::hashes {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kAhead = 24;  // hashes that are asked for before they are looked at

int limit_of(std::span<const std::int8_t> limits, ListNumber list) {
  return list < limits.size() ? std::min<int>(limits[list], kDistanceMax) : -1;
}

// So many bits that a bucket has some sixteen entries.
int upper_bits(std::size_t expected) {
  int bits = 16;
  while (bits < 20 && (expected >> bits) > 16) ++bits;
  return bits;
}

// Up to 16.7 million hashes and their eleven tables.
struct Shard {
  explicit Shard(int upper) : hashes(kShardMax), lists(kShardMax) {
    bands.reserve(kBandCount);
    for (const Piece& piece : kPieces) bands.push_back(std::make_unique<Band>(piece, upper));
  }
  std::size_t live() const { return used - idle.size(); }
  std::uint32_t find_same(const Entry& entry) const {
    std::uint32_t found = kNone;
    bands[0]->same_piece(entry.hash, [&](std::uint32_t n) {
      if (hashes[n] != entry.hash || lists[n] != entry.list) return false;
      found = n;
      return true;
    });
    return found;
  }
  void add(const Entry& entry) {
    std::uint32_t n = static_cast<std::uint32_t>(used);
    if (idle.empty()) {
      ++used;
    } else {
      n = idle.back();
      idle.pop_back();
    }
    hashes[n] = entry.hash;
    lists[n] = entry.list;
    for (const auto& band : bands) band->add(entry.hash, n);
  }
  void remove(std::uint32_t n) {
    for (const auto& band : bands) band->remove(hashes[n], n);
    lists[n] = kGone;
    idle.push_back(n);
  }
  static constexpr ListNumber kGone = std::numeric_limits<ListNumber>::max();

  Reserved<Pdq> hashes;
  Reserved<ListNumber> lists;
  std::size_t used = 0;
  std::vector<std::uint32_t> idle;
  std::vector<std::unique_ptr<Band>> bands;
};

using Hits = std::vector<std::pair<int, std::uint32_t>>;

// Looks at every candidate's hash. Bits are counted as the function can that this is inlined into.
__attribute__((always_inline)) inline void verify_inline(const Shard& shard,
                                                         const std::vector<std::uint32_t>& candidates, const Pdq& query,
                                                         std::span<const std::int8_t> limits, Hits& out) {
  const std::size_t n = candidates.size();
  for (std::size_t i = 0; i < std::min(n, kAhead); ++i) __builtin_prefetch(&shard.hashes[candidates[i]]);
  for (std::size_t i = 0; i < n; ++i) {
    if (i + kAhead < n) __builtin_prefetch(&shard.hashes[candidates[i + kAhead]]);
    const Pdq& hash = shard.hashes[candidates[i]];
    const int d =
        __builtin_popcountll(hash.words[0] ^ query.words[0]) + __builtin_popcountll(hash.words[1] ^ query.words[1]) +
        __builtin_popcountll(hash.words[2] ^ query.words[2]) + __builtin_popcountll(hash.words[3] ^ query.words[3]);
    if (d <= kDistanceMax && d <= limit_of(limits, shard.lists[candidates[i]])) out.emplace_back(d, candidates[i]);
  }
}
void verify_portable(const Shard& shard, const std::vector<std::uint32_t>& candidates, const Pdq& query,
                     std::span<const std::int8_t> limits, Hits& out) {
  verify_inline(shard, candidates, query, limits, out);
}
__attribute__((target("popcnt"))) void verify_popcnt(const Shard& shard, const std::vector<std::uint32_t>& candidates,
                                                     const Pdq& query, std::span<const std::int8_t> limits, Hits& out) {
  verify_inline(shard, candidates, query, limits, out);
}
const auto verify = __builtin_cpu_supports("popcnt") != 0 ? verify_popcnt : verify_portable;

void keep_nearest(Found& found) {
  const auto nearer = [](const Near& a, const Near& b) {
    return std::tie(a.distance, a.list, a.hash) < std::tie(b.distance, b.list, b.hash);
  };
  found.cut = found.near.size() > kNearMax;
  if (found.cut) {
    std::nth_element(found.near.begin(), found.near.begin() + kNearMax, found.near.end(), nearer);
    found.near.resize(kNearMax);
  }
  std::sort(found.near.begin(), found.near.end(), nearer);
}

}  // namespace

struct Index::Inside {
  explicit Inside(std::size_t expected) : upper(upper_bits(std::min(expected, kShardMax))) {}

  // A writer that waits lets no further reader pass.
  std::shared_lock<std::shared_mutex> reading() const {
    { const std::lock_guard wait(turn); }
    return std::shared_lock(mutex);
  }
  Shard& open_shard() {
    for (auto& shard : shards)
      if (shard->live() < kShardMax) return *shard;
    return *shards.emplace_back(std::make_unique<Shard>(upper));
  }
  std::size_t size() const {
    std::size_t n = 0;
    for (const auto& shard : shards) n += shard->live();
    return n;
  }
  static Result<void> check(std::span<const Entry> entries, std::size_t there) {
    if (entries.size() > kEntriesMax - std::min(there, kEntriesMax))
      return unavailable("index_full", "The index of known pictures is full: 67 million hashes.");
    for (const Entry& entry : entries)
      if (entry.list >= kListsMax) return invalid("index_list", "An index has at most 1,024 lists.");
    return {};
  }

  const int upper;
  mutable std::mutex turn;
  mutable std::shared_mutex mutex;
  std::vector<std::unique_ptr<Shard>> shards;
};

Index::Index(std::size_t expected) : inside_(std::make_unique<Inside>(expected)) {}
Index::~Index() = default;

Result<std::size_t> Index::add(std::span<const Entry> entries) {
  std::size_t added = 0;
  for (std::size_t from = 0; from < entries.size(); from += 256) {  // readers come in between
    const std::lock_guard wait(inside_->turn);
    const std::lock_guard lock(inside_->mutex);
    const auto some = entries.subspan(from, std::min<std::size_t>(256, entries.size() - from));
    if (from == 0) MUSTER_CHECK_OK(Inside::check(entries, inside_->size()));
    for (const Entry& entry : some) {
      const bool there = std::any_of(inside_->shards.begin(), inside_->shards.end(),
                                     [&](const auto& shard) { return shard->find_same(entry) != kNone; });
      if (there) continue;
      inside_->open_shard().add(entry);
      ++added;
    }
  }
  return added;
}

Result<void> Index::fill(std::span<const Entry> entries) {
  const std::lock_guard wait(inside_->turn);
  const std::lock_guard lock(inside_->mutex);
  if (inside_->size() > 0) return conflict("index_not_empty", "The index has entries already.");
  MUSTER_CHECK_OK(Inside::check(entries, 0));
  inside_->shards.clear();
  for (std::size_t from = 0; from < entries.size(); from += kShardMax) {
    const auto some = entries.subspan(from, std::min(kShardMax, entries.size() - from));
    Shard& shard = *inside_->shards.emplace_back(std::make_unique<Shard>(inside_->upper));
    for (std::size_t n = 0; n < some.size(); ++n) {
      shard.hashes[n] = some[n].hash;
      shard.lists[n] = some[n].list;
    }
    shard.used = some.size();
    for (const auto& band : shard.bands) band->fill({shard.hashes.data(), shard.used});
  }
  return {};
}

std::size_t Index::remove(std::span<const Entry> entries) {
  std::size_t removed = 0;
  for (const Entry& entry : entries) {
    const std::lock_guard wait(inside_->turn);
    const std::lock_guard lock(inside_->mutex);
    for (const auto& shard : inside_->shards) {
      const std::uint32_t n = shard->find_same(entry);
      if (n == kNone) continue;
      shard->remove(n);
      ++removed;
      break;
    }
  }
  return removed;
}

std::size_t Index::remove_list(ListNumber list) {
  std::size_t removed = 0;
  const std::lock_guard wait(inside_->turn);
  const std::lock_guard lock(inside_->mutex);
  for (const auto& shard : inside_->shards)
    for (std::size_t n = 0; n < shard->used; ++n)
      if (shard->lists[n] == list) {
        shard->remove(static_cast<std::uint32_t>(n));
        ++removed;
      }
  return removed;
}

Found Index::find(const Pdq& query, std::span<const std::int8_t> limits) const {
  thread_local std::vector<std::uint32_t> candidates;
  thread_local Hits hits;
  Found found;
  const auto lock = inside_->reading();
  for (const auto& shard : inside_->shards) {
    candidates.clear();
    hits.clear();
    for (const auto& band : shard->bands) band->candidates(query, candidates);
    verify(*shard, candidates, query, limits, hits);
    // One that is near in several pieces was found as often.
    std::sort(hits.begin(), hits.end());
    hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
    for (const auto& [distance, n] : hits) found.near.push_back({shard->hashes[n], shard->lists[n], distance});
  }
  keep_nearest(found);
  return found;
}

std::size_t Index::size() const {
  const auto lock = inside_->reading();
  return inside_->size();
}

std::size_t Index::bytes() const {
  const auto lock = inside_->reading();
  std::size_t n = 0;
  for (const auto& shard : inside_->shards) {
    n += shard->used * (sizeof(Pdq) + sizeof(ListNumber)) + shard->idle.capacity() * sizeof(std::uint32_t);
    for (const auto& band : shard->bands) n += band->bytes();
  }
  return n;
}

Found find_by_scan(std::span<const Entry> entries, const Pdq& query, std::span<const std::int8_t> limits) {
  Found found;
  for (const Entry& entry : entries) {
    const int d = distance(entry.hash, query);
    if (d <= limit_of(limits, entry.list)) found.near.push_back({entry.hash, entry.list, d});
  }
  keep_nearest(found);
  return found;
}

}  // namespace muster::hashes

// What a NameIndex holds. Inside of the names room.
#pragma once

#include "bucket.h"
#include "mapping.h"

#include <memory>
#include <tuple>

namespace muster::names {

struct NameIndex::Inside {
  Mapping memory;
  IndexStats stats;
  Header header{};
  FilterView filter{};
  const char* directory = nullptr;
  const char* pool = nullptr;

  // Takes the file's bytes as they stand in `memory`; checks the header.
  Result<void> load();

  // A damaged directory gives an empty bucket.
  std::pair<const char*, const char*> bucket_at(std::uint64_t line, std::uint32_t slot) const {
    const char* at = directory + line * sizeof(DirectoryLine);
    std::uint64_t base = 0;
    std::uint16_t begin = 0, end = 0;
    std::memcpy(&base, at, 8);
    std::memcpy(&end, at + 8 + slot * 2, 2);
    if (slot != 0) std::memcpy(&begin, at + 6 + slot * 2, 2);
    if (begin > end || base > header.pool_bytes || end > header.pool_bytes - base) return {pool, pool};
    return {pool + base + begin, pool + base + end};
  }
  std::pair<const char*, const char*> bucket(std::uint64_t hash) const {
    const BucketPlace place = bucket_of(hash, header.lines);
    return bucket_at(place.line, place.slot);
  }

  template <bool kSelfOnly>
  void find(std::string_view name, Hit& hit) const;
  template <bool kSelfOnly>
  void find(std::span<const std::string_view> names, std::span<Hit> hits) const;
};

}  // namespace muster::names

// The name index's file, version 2, little-endian:
//   Header | meta | filter | directory | pool | 64 zero bytes        (each part begins at a multiple of 64)
// Anchor of a name: its shortest suffix of at least two labels that the filter does not call dense; the name itself
// when there is none. Rules are stored in the bucket of their anchor's hash. Filter: 2^filter_bits cells of two bits,
// chosen by the high bits of a suffix's hash.
//   bit 0: dense: many rules stand below a suffix of this cell    bit 1: a rule stands at a dense suffix of this cell
// Directory: lines of 28 buckets: where their bytes begin in the pool, and where each bucket ends.
// Bucket: count u8 | count × tag u8 | count × length u8 | count × payload u32 | texts
//   tag = five bits of the anchor's hash, one bit for an exception, two bits of Cover
//   the longest name first; of one name exact, below, zone
// Inside of the names room.
#pragma once

#include <names/hash.h>
#include <names/index.h>

namespace muster::names {

inline constexpr char kMagic[8] = {'M', 'U', 'S', 'T', 'R', 'N', 'A', 'M'};
inline constexpr std::uint32_t kVersion = 2;
inline constexpr std::size_t kMetaMax = 4096;
inline constexpr std::size_t kTextMax = 253;
inline constexpr std::size_t kBucketBytes = 48;  // on average
inline constexpr std::size_t kSlack = 64;        // zero bytes behind the pool, so that vectors may be read at its end
inline constexpr unsigned kFilterBitsMin = 14, kFilterBitsMax = 24;
inline constexpr unsigned kDenseFrom = 8;  // so many rules below a suffix make it dense

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t meta_bytes;
  std::uint64_t header_checksum;   // of the header with this field zero, and of the meta
  std::uint64_t content_checksum;  // of filter and directory, and of pool
  std::uint64_t file_bytes;
  std::uint64_t seed;
  std::uint64_t names;
  std::uint64_t text_bytes;
  std::uint64_t lines;
  std::uint64_t pool_bytes;
  std::uint32_t filter_bits;
  std::uint32_t flags;
  std::uint64_t lineage;
  std::uint64_t through;
  std::uint64_t reserved[3];
};
static_assert(sizeof(Header) == 128);
inline constexpr std::uint32_t kHasSingleLabels = 1;  // a rule for a name of one label exists

inline constexpr std::size_t kLineBuckets = 28;
struct DirectoryLine {
  std::uint64_t base;
  std::uint16_t ends[kLineBuckets];  // from base
};
static_assert(sizeof(DirectoryLine) == 64);

constexpr std::uint64_t padded(std::uint64_t bytes) {
  return (bytes + 63) & ~std::uint64_t{63};
}
inline std::uint64_t filter_bytes(unsigned bits) {
  return (std::uint64_t{1} << bits) / 4;
}
inline std::uint64_t filter_at(const Header& h) {
  return padded(sizeof h + h.meta_bytes);
}
inline std::uint64_t directory_at(const Header& h) {
  return filter_at(h) + filter_bytes(h.filter_bits);
}
inline std::uint64_t pool_at(const Header& h) {
  return directory_at(h) + h.lines * sizeof(DirectoryLine);
}

inline std::uint64_t header_checksum(Header header, std::string_view meta) {
  header.header_checksum = 0;
  return checksum(meta, checksum({reinterpret_cast<const char*>(&header), sizeof header}));
}
// Front: filter and directory. Pool: without the slack, whose bytes are checked one by one.
inline std::uint64_t content_checksum(std::uint64_t front, std::uint64_t pool) {
  return fold(front ^ kHash1, pool ^ kHash2);
}

struct BucketPlace {
  std::uint64_t line;
  std::uint32_t slot;
  auto operator<=>(const BucketPlace&) const = default;
};
// In order of the hash.
inline BucketPlace bucket_of(std::uint64_t hash, std::uint64_t lines) {
  const Wide product = static_cast<Wide>(hash) * lines;
  const std::uint64_t rest = static_cast<std::uint64_t>(product) >> 32;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint32_t>((rest * kLineBuckets) >> 32)};
}
// The low bits: the high ones have chosen the bucket.
inline std::uint8_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint8_t>(hash << 3);
}
inline constexpr std::uint8_t kTagMask = 0xf8, kExceptionBit = 4, kCoverMask = 3;

enum FilterBit : unsigned { kDense = 1, kRuleAtDense = 2 };
struct FilterView {
  const unsigned char* bytes;
  unsigned shift;  // 64 - bits
  unsigned at(std::uint64_t hash) const {
    const std::uint64_t cell = hash >> shift;
    return (bytes[cell >> 2] >> ((cell & 3) * 2)) & 3u;
  }
};

}  // namespace muster::names

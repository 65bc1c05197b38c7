// The name index's file, version 1, little-endian:
//   Header | meta, padded to 8 | directory: (buckets + 1) × u32 offsets into the pool | pool
// A bucket in the pool: count u8 | count × tag u8 | count × length u8 | count × payload u32 | texts
// tag = six bits of the hash, two bits of Cover. Entries of a bucket stand in order of their text.
// Inside of the names room.
#pragma once

#include <names/hash.h>
#include <names/index.h>

namespace muster::names {

inline constexpr char kMagic[8] = {'M', 'U', 'S', 'T', 'R', 'N', 'A', 'M'};
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kMetaMax = 4096;
inline constexpr std::size_t kNamesPerBucket = 4;  // on average; a bucket holds at most 255
inline constexpr std::size_t kDepthMax = 63;       // names of more labels share the last bit of a depth mask

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t meta_bytes;
  std::uint64_t checksum;  // of the whole file with this field zero
  std::uint64_t file_bytes;
  std::uint64_t seed;
  std::uint64_t names;
  std::uint64_t text_bytes;
  std::uint64_t buckets;
  std::uint64_t pool_bytes;
  std::uint64_t self_depths;    // bit d: an entry of d labels covers itself
  std::uint64_t parent_depths;  // bit d: an entry of d labels covers what is below it
};
static_assert(sizeof(Header) == 88);

inline std::uint64_t file_checksum(std::string_view file) {
  Header header;
  std::memcpy(&header, file.data(), sizeof header);
  header.checksum = 0;
  return checksum(file.substr(sizeof header), checksum({reinterpret_cast<const char*>(&header), sizeof header}));
}

inline std::size_t padded(std::size_t meta_bytes) {
  return (meta_bytes + 7) & ~std::size_t{7};
}
inline std::uint64_t bucket_of(std::uint64_t hash, std::uint64_t buckets) {
  return static_cast<std::uint64_t>((static_cast<Wide>(hash) * buckets) >> 64);
}
// The low bits: the high ones have chosen the bucket.
inline std::uint8_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint8_t>(hash << 2);
}
inline std::size_t depth_of(std::string_view name) {
  std::size_t labels = 1;
  for (const char c : name) labels += c == '.';
  return labels < kDepthMax ? labels : kDepthMax;
}

}  // namespace muster::names

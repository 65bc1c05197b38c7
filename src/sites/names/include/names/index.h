// The compiled name index: millions of names with a 32-bit payload each, in one immutable, memory-mapped file.
//
// Layout (version 1, little-endian): header, bucket directory, pool. A name's 64-bit hash picks its bucket; a bucket
// holds a count, one byte of fingerprint and kind, one length, one payload and the text of each of its names, so that a
// look-up costs two memory accesses that a batch can prefetch. Every hit is verified against the text. About 3 bytes a
// name beyond text and payload. A file is checksummed; every read inside a bucket is bounds-checked besides, so that a
// hostile file gives wrong answers at worst. Replace a file by renaming a new one over it; never write into one that is
// mapped.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster::names {

// What an entry covers.
enum class Cover : std::uint8_t {
  exact = 1,  // the name alone
  below = 2,  // "*.name": everything under it, not itself
  zone = 3,   // both
};

struct IndexStats {
  std::uint64_t names = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t buckets = 0;
  std::uint64_t seed = 0;
  std::string meta;  // free text of the builder: what the payloads mean
};

// Collects names in any order. Not thread-safe.
class IndexBuilder {
 public:
  // What becomes of the second payload of a name given twice; by default the smaller one stays.
  using Merge = std::function<std::uint32_t(std::uint32_t first, std::uint32_t second)>;
  struct Options {
    std::uint64_t seed = 0x6d7573746572;  // random where names come from outside, so that collisions can't be prepared
    std::string meta = {};
    Merge merge = {};
    unsigned threads = 1;  // for finish()
  };
  explicit IndexBuilder(Options options);
  IndexBuilder() : IndexBuilder(Options()) {}
  ~IndexBuilder();
  IndexBuilder(IndexBuilder&&) noexcept;

  void reserve(std::size_t names, std::size_t text_bytes);
  // `ascii` must be a Name's text of at most 253 bytes (longer or empty text is ignored and counted in refused()).
  void add(std::string_view ascii, std::uint32_t payload, Cover cover = Cover::exact);
  void set_meta(std::string meta);  // cut at 4,096 bytes
  std::uint64_t size() const;
  std::uint64_t refused() const;

  // The file's bytes, or the file itself, written beside `path` and renamed over it once it is on disk.
  // The builder is empty afterwards. Errors: index_too_large (pool over 4 GiB), index_collisions, index_write.
  Result<std::string> finish();
  Result<IndexStats> write(const std::string& path);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

struct Hit {
  std::uint32_t payload = 0;
  Cover cover = Cover::exact;
  std::uint16_t length = 0;  // characters of the entry that hit: a suffix of the name asked for
};

// Thread-safe: immutable.
class NameIndex {
 public:
  // Maps and validates. Errors: index_missing, index_not_an_index, index_version, index_cut_off, index_damaged.
  static Result<std::shared_ptr<const NameIndex>> map(const std::string& path);
  static Result<std::shared_ptr<const NameIndex>> from_bytes(std::string bytes);
  ~NameIndex();
  NameIndex(const NameIndex&) = delete;

  // The entry with exactly this text that covers the name itself.
  std::optional<Hit> exact(std::string_view name) const;
  // The longest entry that covers the name: itself (exact, zone) or a parent (below, zone).
  std::optional<Hit> covering(std::string_view name) const;

  // Batches: memory accesses of up to 32 names overlap. A miss has length 0. Spans must be equally long.
  void exact(std::span<const std::string_view> names, std::span<Hit> hits) const;
  void covering(std::span<const std::string_view> names, std::span<Hit> hits) const;

  // Visits all entries in the file's order until `visit` returns false.
  void each(const std::function<bool(std::string_view name, std::uint32_t payload, Cover cover)>& visit) const;
  const IndexStats& stats() const;

 private:
  struct Inside;
  explicit NameIndex(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::names

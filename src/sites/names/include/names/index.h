// The compiled name index: millions of rules with a 32-bit payload each, in one immutable, memory-mapped file.
//
// Layout (version 2, little-endian) in index_format.h. A look-up hashes one suffix of the name, its anchor: the two
// last labels, or more where many rules share those ("com.cn"). All rules at and below an anchor share a bucket, about
// a cache line, so that a look-up costs one access to a directory of 0.7 bytes a name and one to the bucket, however
// many labels the name has; a batch prefetches both. Every hit is verified against the text: there are no false
// positives.
//
// The header is checked when a file is opened, the rest by verify(); every read is bounds-checked besides, so that a
// damaged or hostile file gives wrong answers at worst. Replace a file by renaming a new one over it; never write into
// one that is mapped. Built by index_builder.h; changed under readers by live_index.h.
#pragma once

#include <base/result.h>
#include <names/rule.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace muster::names {

struct IndexStats {
  std::uint64_t names = 0;  // rules: a name may have several
  std::uint64_t file_bytes = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t buckets = 0;
  std::uint64_t seed = 0;
  std::uint64_t lineage = 0;  // random for each list that was built; a journal belongs to one
  std::uint64_t through = 0;  // the last change of the journal that is in it
  std::string meta;           // free text of the builder: what the payloads mean
};

struct Hit {
  std::uint32_t payload = 0;
  Cover cover = Cover::exact;
  bool exception = false;    // only deciding() gives these
  std::uint16_t length = 0;  // characters of the rule that hit: a suffix of the name asked for. 0: no hit
};

// The rules of one name, narrowest first: at most one exact, one below, one zone.
struct RulesOfName {
  std::array<Hit, 3> rules;
  std::size_t count = 0;
};

// Thread-safe: immutable. Names are asked for as names::Name holds them.
class NameIndex {
 public:
  // Maps, and checks the header. Errors: index_missing, index_not_an_index, index_version, index_cut_off,
  // index_damaged.
  static Result<std::shared_ptr<const NameIndex>> map(const std::string& path);
  // The same, and verify().
  static Result<std::shared_ptr<const NameIndex>> map_verified(const std::string& path);
  static Result<std::shared_ptr<const NameIndex>> from_bytes(std::string_view bytes);  // copied, verified
  ~NameIndex();
  NameIndex(const NameIndex&) = delete;

  // Reads it all: the checksum, and that each rule is where a look-up finds it. Error: index_damaged.
  Result<void> verify() const;

  // The rule that has exactly this name and covers it, unless it is an exception.
  std::optional<Hit> exact(std::string_view name) const;
  // The rule that decides about the name, unless it is an exception.
  std::optional<Hit> covering(std::string_view name) const;
  // The same with exceptions.
  std::optional<Hit> deciding(std::string_view name) const;
  RulesOfName rules(std::string_view name) const;

  // Batches: memory accesses of up to 32 names overlap. A miss has length 0. Spans must be equally long.
  void exact(std::span<const std::string_view> names, std::span<Hit> hits) const;
  void covering(std::span<const std::string_view> names, std::span<Hit> hits) const;
  void deciding(std::span<const std::string_view> names, std::span<Hit> hits) const;

  // Visits all rules in the file's order until `visit` returns false.
  using Visit = std::function<bool(std::string_view name, const Hit& rule)>;
  void each(const Visit& visit) const;
  const IndexStats& stats() const;

 private:
  friend class IndexBuilder;
  struct Inside;
  explicit NameIndex(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::names

// Which block does an address belong to? An immutable table of nested ranges: the innermost one that holds an address
// (longest-prefix match, for prefixes and for ranges that are none), and those around it. Built once, read by any
// number of threads without locks. The nested ranges are cut into disjoint segments; an index over the first bits finds
// a segment's neighbourhood, a binary search the segment. Memory: about 65 bytes an entry.
#pragma once

#include <base/result.h>
#include <identifiers/contact.h>

#include <cstdint>
#include <span>
#include <vector>

namespace muster::resources {

class PrefixTable {
 public:
  using Bytes = identifiers::AddressRange::Bytes;
  struct Entry {
    identifiers::AddressRange range;
    std::uint32_t payload = 0;  // the caller's
  };
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kEntriesMax = 100'000'000;

  PrefixTable() = default;
  // Any order; of two equal ranges the later one is the inner. Errors: block_overlap (two ranges that overlap and
  // neither holds the other), table_too_large.
  static Result<PrefixTable> build(std::vector<Entry> entries);

  // The innermost entry's number, or kNone. Addresses as AddressRange has them.
  std::uint32_t find(const Bytes& address, bool v4) const;
  std::uint32_t find_v4(std::uint32_t address) const;  // host order
  // The innermost entry that holds the whole range.
  std::uint32_t find(const identifiers::AddressRange& range) const;
  // The entry around this one, or kNone.
  std::uint32_t parent(std::uint32_t entry) const { return parents_[entry]; }
  // Innermost first.
  std::vector<std::uint32_t> chain(const Bytes& address, bool v4) const;
  const Entry& entry(std::uint32_t number) const { return entries_[number]; }
  std::size_t size() const { return entries_.size(); }
  std::size_t bytes() const;

 private:
  struct Wide {
    std::uint64_t high = 0, low = 0;
    auto operator<=>(const Wide&) const = default;
  };
  // Disjoint: segment i reaches from starts[i] to before starts[i + 1] and belongs to owners[i].
  template <class Key>
  struct Segments {
    std::vector<Key> starts;
    std::vector<std::uint32_t> owners;
    std::vector<std::uint32_t> index;  // where the segments of each beginning (first bits) start
    int shift = 0;
    void add(Key start, std::uint32_t owner);
    void make_index();
    std::uint32_t find(Key key) const;
  };
  static Wide wide(const Bytes& address);
  template <class Key, class KeyOf>
  Result<void> cut(std::size_t from, std::size_t to, Segments<Key>& out, KeyOf key_of);

  std::vector<Entry> entries_;  // by family, first address, widest first
  std::vector<std::uint32_t> parents_;
  Segments<std::uint32_t> v4_;
  Segments<Wide> v6_;
};

}  // namespace muster::resources

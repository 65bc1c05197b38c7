// A growing set of names with a value each: open addressing over one arena of text. A look-up touches three random
// places in turn (slot, row, text), each a miss of the cache in a large table; who has many names to look up brings
// them near first, one stage after the other (near_slot, near_row, near_text). Inside of the census room.
#pragma once

#include <base/huge_pages.h>
#include <base/prefetch.h>
#include <names/hash.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace muster::census {

template <class Value>
class NameTable {
 public:
  struct Row {
    std::uint64_t text;  // offset in the arena; the length stands in front of it
    Value value;
  };
  // The row of the name, made with a default value when it is new; -1 when there are `limit` already.
  std::int64_t find_or_add(std::string_view name, std::size_t limit, bool& is_new) {
    return find_or_add(name, hash_of(name), limit, is_new);
  }
  std::int64_t find_or_add(std::string_view name, std::uint64_t hash, std::size_t limit, bool& is_new) {
    if ((rows_.size() + 1) * 3 > slots_.size() * 2) grow();
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.row == 0) {
        if (rows_.size() >= limit) return -1;
        arena_.push_back(static_cast<char>(name.size()));
        rows_.push_back({arena_.size(), Value{}});
        arena_.insert(arena_.end(), name.begin(), name.end());
        slot = {tag, static_cast<std::uint32_t>(rows_.size())};
        is_new = true;
        return slot.row - std::int64_t{1};
      }
      if (slot.tag == tag && text(slot.row - 1) == name) {
        is_new = false;
        return slot.row - std::int64_t{1};
      }
    }
  }
  static std::uint64_t hash_of(std::string_view name) { return names::hash_name(name, kSeed); }
  void near_slot(std::uint64_t hash) const {
    if (!slots_.empty()) prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  // The row that the name probably has, or -1. The slot should be near.
  std::int64_t near_row(std::uint64_t hash) const {
    if (slots_.empty()) return -1;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & (slots_.size() - 1); slots_[at].row != 0; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].tag != tag) continue;
      prefetch(&rows_[slots_[at].row - 1]);
      return slots_[at].row - std::int64_t{1};
    }
    return -1;
  }
  void near_text(std::size_t row) const { prefetch(arena_.data() + rows_[row].text - 1); }
  std::size_t size() const { return rows_.size(); }
  std::size_t bytes() const {
    return slots_.capacity() * sizeof(Slot) + rows_.capacity() * sizeof(Row) + arena_.capacity();
  }
  std::string_view text(std::size_t row) const {
    const std::uint64_t at = rows_[row].text;
    return {arena_.data() + at, static_cast<unsigned char>(arena_[at - 1])};
  }
  Value& value(std::size_t row) { return rows_[row].value; }
  const Value& value(std::size_t row) const { return rows_[row].value; }

 private:
  static constexpr std::uint64_t kSeed = 0x63656e737573;
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t row = 0;  // + 1; 0 is free
  };
  void grow() {
    Slots bigger(slots_.empty() ? 1024 : slots_.size() * 2);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::uint64_t hash = hash_of(text(i));
      std::size_t at = hash & (bigger.size() - 1);
      while (bigger[at].row != 0) at = (at + 1) & (bigger.size() - 1);
      bigger[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
    }
    slots_ = std::move(bigger);
  }
  using Slots = std::vector<Slot, HugePages<Slot>>;
  Slots slots_;
  std::vector<Row, HugePages<Row>> rows_;
  std::vector<char, HugePages<char>> arena_;
};

}  // namespace muster::census

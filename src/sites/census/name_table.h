// A growing set of names with a value each: open addressing over one arena of text. Inside of the census room.
#pragma once

#include <names/hash.h>

#include <cstdint>
#include <string>
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
    if ((rows_.size() + 1) * 3 > slots_.size() * 2) grow();
    const std::uint64_t hash = names::hash_name(name, kSeed);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.row == 0) {
        if (rows_.size() >= limit) return -1;
        arena_ += static_cast<char>(name.size());
        rows_.push_back({arena_.size(), Value{}});
        arena_ += name;
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
    std::vector<Slot> bigger(slots_.empty() ? 1024 : slots_.size() * 2);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::uint64_t hash = names::hash_name(text(i), kSeed);
      std::size_t at = hash & (bigger.size() - 1);
      while (bigger[at].row != 0) at = (at + 1) & (bigger.size() - 1);
      bigger[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
    }
    slots_ = std::move(bigger);
  }
  std::vector<Slot> slots_;
  std::vector<Row> rows_;
  std::string arena_;
};

}  // namespace muster::census

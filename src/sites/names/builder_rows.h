// Rules under construction, and what is done with them before they become a file. Inside of the names room.
#pragma once

#include "anchor.h"
#include <names/index_builder.h>

namespace muster::names {

struct Record {
  std::uint64_t hash;  // of the anchor
  std::uint32_t text;  // offset in the arena
  std::uint32_t payload;
  std::uint32_t line;
  std::uint8_t length;  // 0: dropped
  std::uint8_t kind;    // Cover and kExceptionBit
};
static_assert(sizeof(Record) == 24);

struct Rows {
  std::string arena;
  std::vector<Record> records;
  std::string_view text(const Record& r) const { return {arena.data() + r.text, r.length}; }
  // What they take until they are compiled: records twice (sorting is not in place), texts twice (the pool).
  std::uint64_t memory() const { return records.size() * (2 * sizeof(Record) + 8) + 2 * arena.size(); }
};

// f(t) on `threads` threads, this one among them.
template <class F>
void on_threads(unsigned threads, F&& f) {
  std::vector<std::thread> running;
  for (unsigned t = 1; t < threads; ++t) running.emplace_back([&f, t] { f(t); });
  f(0u);
  for (auto& thread : running) thread.join();
}

// Counts rules below each suffix of two labels or more, in cells; any thread may add.
class SuffixCounts {
 public:
  explicit SuffixCounts(std::uint64_t names);
  void add(std::string_view name, std::uint64_t seed);
  // The filter's bytes, with its dense bits.
  std::string filter(unsigned& bits) const;

 private:
  unsigned bits_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> cells_;
};

// Same rules and conflicts: how many, and the first by line.
class DuplicateList {
 public:
  static constexpr std::size_t kMax = 1000;
  void add(Duplicate duplicate);
  void add(const DuplicateList& other);
  void settle();  // in order of line, cut at kMax
  std::uint64_t same = 0, conflicts = 0;
  std::vector<Duplicate> list;
};

// Sorts rows by hash, name, cover and line, and makes one of those with the same name and cover. All hashes share
// their `known_bits` high bits.
void sort_rows(Rows& rows, unsigned known_bits, unsigned threads, const IndexBuilder::Merge& merge,
               DuplicateList& duplicates);

// Appends sorted records to the buckets of lines [first, end); the pool begins with the first.
class BucketWriter {
 public:
  BucketWriter(DirectoryLine* directory, std::uint64_t lines, std::uint64_t first, std::uint64_t end)
      : directory_(directory), lines_(lines), line_(first), end_(end) {
    directory_[first].base = 0;
  }
  void add(const Record& record, const char* text);
  void close() { move_to({end_, 0}); }  // writes what is left
  std::string& pool() { return pool_; }
  void take_pool() {  // it was written elsewhere
    written_ += pool_.size();
    pool_.clear();
  }
  bool overfull() const { return overfull_; }  // names collide: another seed is needed
  std::uint64_t names = 0, text_bytes = 0;
  bool single_labels = false;

 private:
  struct Item {
    const char* text;
    std::uint32_t payload;
    std::uint8_t length, kind, tag;
  };
  void flush();
  void move_to(BucketPlace place);
  DirectoryLine* directory_;
  std::uint64_t lines_, line_, end_;
  std::uint32_t slot_ = 0;
  std::string pool_;
  std::uint64_t written_ = 0;
  std::vector<Item> items_;
  bool overfull_ = false;
};

inline std::uint64_t lines_for(std::uint64_t rule_bytes) {
  return rule_bytes / (kBucketBytes * kLineBuckets) + 1;
}

}  // namespace muster::names

// Lists of rules, a line each (rule.h), read in parallel; and what differs between two states of an index.
#pragma once

#include <names/index_builder.h>
#include <names/live_index.h>

namespace muster::names {

struct BadLine {
  std::uint64_t line = 0;
  Error error;
};

struct ListOptions {
  unsigned threads = 1;
  std::size_t block_bytes = 4 << 20;                       // a thread's share at a time
  std::function<void(std::uint64_t bytes)> progress = {};  // read so far
};

struct ListRead {
  std::uint64_t lines = 0, rules = 0, bad = 0;
  std::vector<BadLine> bad_lines;  // the first 1,000
};

// Empty lines and those that begin with "#" are nothing; a missing payload is the line's number. Numbers of lines
// beyond 2^32 - 1 are that. Errors: file_read.
Result<ListRead> read_rules(int fd, IndexBuilder& builder, const ListOptions& options);

struct Difference {
  std::string_view name;
  const Hit* before = nullptr;  // nullptr: the rule is new
  const Hit* after = nullptr;   // nullptr: it is gone
};
// Visits each rule that is in one of them alone, or has another payload or sense; the second's new ones last. Returns
// how many there are; stops visiting, not counting, when `visit` says false.
std::uint64_t differences(const IndexView& before, const IndexView& after,
                          const std::function<bool(const Difference&)>& visit);

}  // namespace muster::names

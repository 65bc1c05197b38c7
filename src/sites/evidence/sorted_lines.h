// Sorts more lines than memory holds: pieces on disk, merged at the end. Not for several threads.
#pragma once

#include <base/result.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace muster::evidence {

class SortedLines {
 public:
  // Pieces are files `<path>.part-N`, removed at the end.
  SortedLines(std::string path, std::size_t memory_bytes) : path_(std::move(path)), memory_(memory_bytes) {}
  ~SortedLines();
  SortedLines(const SortedLines&) = delete;

  Result<void> add(std::string line);  // without \n
  // Writes all of them, sorted by bytes, to a file beside, and puts that in the place of `path`.
  Result<void> write();

 private:
  Result<void> spill();

  const std::string path_;
  const std::size_t memory_;
  std::vector<std::string> lines_;
  std::size_t held_ = 0;
  int pieces_ = 0;
};

// Lines that come sorted, to a file beside that takes the place of `path` at the end. Not for several threads.
class LinesInOrder {
 public:
  explicit LinesInOrder(std::string path) : path_(std::move(path)), out_(path_ + ".new", std::ios::binary) {}
  void add(const std::string& line) { out_ << line << '\n'; }
  Result<void> write();

 private:
  const std::string path_;
  std::ofstream out_;
};

}  // namespace muster::evidence

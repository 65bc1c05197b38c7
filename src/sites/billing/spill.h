// Records that wait on disk, told apart by partition: one file of runs, each with its partition and length before it.
// Belongs to one thread at a time while it is written; read() may run on several.
#pragma once

#include <base/result.h>

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <billing/reconcile.h>

namespace muster::billing {

// Appends text to a file that may have to be cut back to a checkpoint.
class Lines {
 public:
  Lines() = default;
  ~Lines();
  Lines(const Lines&) = delete;
  // What stands behind `length` is thrown away. Errors: charges_folder, disk_full.
  Result<void> open(const std::string& path, std::uint64_t length);
  Result<void> append(std::string_view text);
  Result<void> sync();  // onto the disk itself
  // False: so much is not there.
  bool read(char* to, std::size_t bytes, std::uint64_t offset) const;
  std::uint64_t length() const { return length_; }

 private:
  int fd_ = -1;
  std::uint64_t length_ = 0;
};

class Spill {
 public:
  // As of Lines.
  Result<void> open(const std::string& path, std::uint64_t length);
  Result<void> append(std::size_t partition, std::string_view records);
  Result<void> flush();  // what is still in memory
  Result<void> sync() { return file_.sync(); }
  std::uint64_t length() const { return file_.length(); }
  // Run by run, until `visit` returns false. After flush().
  Result<void> read(std::size_t partition, const std::function<bool(std::string_view)>& visit) const;

 private:
  struct Run {
    std::uint64_t offset;
    std::uint32_t bytes;
  };
  Result<void> write_run(std::size_t partition);
  Lines file_;
  std::array<std::string, kPartitions> waiting_;
  std::array<std::vector<Run>, kPartitions> runs_;
};

}  // namespace muster::billing

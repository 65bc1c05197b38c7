// Numbers on disk, in files that have no name and end with the process; each is written once, in order, and read so.
// Inside of reconciliation.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster::reconciliation {

class Scratch {
 public:
  // Errors: disk_full, reconciliation_scratch.
  static Result<Scratch> write(const std::string& folder, std::span<const std::uint64_t> values);
  Scratch(Scratch&& other) noexcept;
  Scratch& operator=(Scratch&& other) noexcept;
  ~Scratch();

  bool ended() const { return at_ == held_.size() && read_ == count_; }
  std::uint64_t front() const { return held_[at_]; }
  // Behind the front. Errors: reconciliation_scratch.
  Result<void> advance();

 private:
  explicit Scratch(int fd) : fd_(fd) {}
  Result<void> fill();
  int fd_;
  std::uint64_t count_ = 0, read_ = 0;  // values in the file, and of those in memory or gone
  std::vector<std::uint64_t> held_;
  std::size_t at_ = 0;
};

}  // namespace muster::reconciliation

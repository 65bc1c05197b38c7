// Memory of an index: anonymous or a file's, on huge pages where the kernel gives them (a look-up touches two random
// places; with small pages each costs a walk of the page table besides). Inside of the names room.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

namespace muster::names {

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping&& other) noexcept : at_(std::exchange(other.at_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(at_, other.at_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Mapping();
  // Zeroed and writable; throws std::bad_alloc.
  static Mapping anonymous(std::size_t bytes);
  // Read-only, read in at once; empty where that is impossible.
  static Mapping file(int fd, std::size_t bytes);

  char* data() const { return static_cast<char*>(at_); }
  std::string_view view() const { return {data(), bytes_}; }
  explicit operator bool() const { return at_ != nullptr; }

 private:
  void* at_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace muster::names

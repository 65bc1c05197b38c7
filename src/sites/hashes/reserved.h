// A long array whose addresses are set aside at once and whose memory comes when it is written to: it grows without
// being copied. Zero at first.
#pragma once

#include <cstddef>
#include <new>

#include <sys/mman.h>

namespace muster::hashes {

template <class T>
class Reserved {
 public:
  explicit Reserved(std::size_t count) : count_(count) {
    void* at =
        ::mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    // Read at random: with small pages each access would walk the page table besides.
    (void)::madvise(at, count * sizeof(T), MADV_HUGEPAGE);
    data_ = static_cast<T*>(at);
  }
  ~Reserved() { ::munmap(data_, count_ * sizeof(T)); }
  Reserved(const Reserved&) = delete;
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  std::size_t size() const { return count_; }

 private:
  T* data_ = nullptr;
  std::size_t count_;
};

}  // namespace muster::hashes

// An allocator for large tables that are read at random: with small pages each access walks the page table besides the
// memory itself. Advice alone: where the kernel gives no huge pages, ordinary memory comes. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>

#include <sys/mman.h>

namespace muster {

template <class T>
struct HugePages {
  using value_type = T;
  static constexpr std::size_t kPage = 2u << 20;

  HugePages() = default;
  template <class U>
  HugePages(const HugePages<U>&) {}

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T)) throw std::bad_alloc();
    const std::size_t bytes = count * sizeof(T);
    if (bytes < 2 * kPage) return static_cast<T*>(::operator new(bytes));
    const std::size_t whole = (bytes + kPage - 1) / kPage * kPage;
    void* at = std::aligned_alloc(kPage, whole);
    if (at == nullptr) throw std::bad_alloc();
    (void)::madvise(at, whole, MADV_HUGEPAGE);
    return static_cast<T*>(at);
  }
  void deallocate(T* at, std::size_t count) {
    if (count * sizeof(T) < 2 * kPage)
      ::operator delete(at);
    else
      std::free(at);
  }
  template <class U>
  bool operator==(const HugePages<U>&) const {
    return true;
  }
};

}  // namespace muster

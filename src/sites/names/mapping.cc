#include "mapping.h"

#include <new>

#include <sys/mman.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

namespace muster::names {

Mapping::~Mapping() {
  if (at_ != nullptr) ::munmap(at_, bytes_);
}

Mapping Mapping::anonymous(std::size_t bytes) {
  void* at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  (void)::madvise(at, bytes, MADV_HUGEPAGE);
  Mapping made;
  made.at_ = at;
  made.bytes_ = bytes;
  return made;
}

Mapping Mapping::file(int fd, std::size_t bytes) {
  void* at = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (at == MAP_FAILED) return {};
  // Both are advice: without them pages come in one by one.
  (void)::madvise(at, bytes, MADV_HUGEPAGE);
  (void)::madvise(at, bytes, MADV_POPULATE_READ);
  Mapping made;
  made.at_ = at;
  made.bytes_ = bytes;
  return made;
}

}  // namespace muster::names

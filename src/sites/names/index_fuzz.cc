// A forged index file whose checksum is right: nothing outside of it may be read.
#include "index_format.h"
#include <names/index.h>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::names;
  std::string file(reinterpret_cast<const char*>(data), size);
  if (size >= sizeof(Header)) {
    Header header;
    std::memcpy(&header, file.data(), sizeof header);
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.version = kVersion;
    header.meta_bytes %= 64;
    header.buckets = header.buckets % 64 + 1;
    header.file_bytes = size;
    const std::size_t front = sizeof header + padded(header.meta_bytes) + (header.buckets + 1) * 4;
    header.pool_bytes = size > front ? size - front : 0;
    if (size > front) {
      // A directory in order, so that the pool is reached.
      for (std::uint64_t b = 0; b <= header.buckets; ++b) {
        const auto at = static_cast<std::uint32_t>(header.pool_bytes * b / header.buckets);
        std::memcpy(file.data() + sizeof header + padded(header.meta_bytes) + b * 4, &at, 4);
      }
    }
    std::memcpy(file.data(), &header, sizeof header);
    header.checksum = file_checksum(file);
    std::memcpy(file.data(), &header, sizeof header);
  }
  const auto index = NameIndex::from_bytes(std::move(file));
  if (!index.ok()) return 0;
  for (const char* name : {"a.com", "www.b.example", "c.d.e.f.g", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org"})
    (void)index.value()->covering(name);
  std::size_t seen = 0;
  index.value()->each([&](std::string_view name, std::uint32_t, Cover) { return (seen += name.size()) < 1'000'000; });
  return 0;
}

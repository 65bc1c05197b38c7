// A forged index file whose checksums are right: nothing outside of it may be read.
#include "index_format.h"

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace {
using namespace muster::names;

// The fuzzer's bytes, made into something that opens: sizes that fit, a directory that reaches the pool.
void forge(std::string& file) {
  Header h;
  std::memcpy(&h, file.data(), sizeof h);
  std::memcpy(h.magic, kMagic, sizeof kMagic);
  h.version = kVersion;
  h.meta_bytes %= 64;
  h.filter_bits = kFilterBitsMin;
  h.lines = h.lines % 4 + 1;
  h.pool_bytes = file.size();  // what the fuzzer gave becomes the pool
  const std::string pool = file;
  file.assign(pool_at(h), '\0');
  for (std::uint64_t line = 0; line < h.lines; ++line) {
    DirectoryLine d{};
    d.base = h.pool_bytes * line / h.lines;
    for (std::size_t slot = 0; slot < kLineBuckets; ++slot)
      d.ends[slot] = static_cast<std::uint16_t>(h.pool_bytes / h.lines * (slot + 1) / kLineBuckets);
    if (h.seed & 1) std::memcpy(&d, pool.data() + (h.seed >> 1) % (pool.size() - 63), sizeof d);  // or any directory
    std::memcpy(file.data() + directory_at(h) + line * sizeof d, &d, sizeof d);
  }
  for (std::size_t i = 0; i < pool.size(); ++i) file[filter_at(h) + (i * 97) % filter_bytes(h.filter_bits)] = pool[i];
  file += pool;
  file.append(kSlack, '\0');
  h.file_bytes = file.size();
  const std::string_view all = file;
  h.content_checksum = content_checksum(checksum(all.substr(filter_at(h), pool_at(h) - filter_at(h))), checksum(pool));
  h.header_checksum = header_checksum(h, all.substr(sizeof h, h.meta_bytes));
  std::memcpy(file.data(), &h, sizeof h);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string file(reinterpret_cast<const char*>(data), size);
  if (size < sizeof(Header) || size > 16'384) {
    (void)NameIndex::from_bytes(file);
    return 0;
  }
  forge(file);
  // Written to a file and mapped, it would not be verified: so must it be harmless here.
  static const std::string path = "/tmp/muster-index-fuzz-" + std::to_string(::getpid());
  if (std::FILE* out = std::fopen(path.c_str(), "wb")) {
    std::fwrite(file.data(), 1, file.size(), out);
    std::fclose(out);
  }
  const auto index = NameIndex::map(path);
  std::remove(path.c_str());
  if (!index.ok()) std::abort();  // forge() lost its way
  (void)index.value()->verify();
  std::vector<std::string_view> names{
      "a.com",     "www.b.example",
      "c.d.e.f.g", "com",
      "..",        ".",
      "a.",        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org"};
  names.emplace_back(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 300));
  std::vector<Hit> hits(names.size());
  index.value()->deciding(names, hits);
  for (const auto name : names) {
    (void)index.value()->exact(name);
    (void)index.value()->rules(name);
    (void)index.value()->covering(name);
  }
  std::size_t seen = 0;
  index.value()->each([&](std::string_view name, const Hit&) { return (seen += name.size()) < 1'000'000; });
  return 0;
}

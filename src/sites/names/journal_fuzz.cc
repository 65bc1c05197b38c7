// Any bytes behind a right front as a journal: read or refused, and what is read is written the same way again.
#include "journal.h"
#include <names/hash.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::names;
  std::string file(reinterpret_cast<const char*>(data), size);
  (void)read_journal(file, 7);
  // The fuzzer can't find checksums: batches get theirs.
  file.insert(0, encode_journal_front(7));
  for (std::size_t at = 32; at + 8 <= file.size();) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, file.data() + at, 4);
    bytes %= 256;
    if (at + 8 + bytes > file.size()) break;
    const auto sum = static_cast<std::uint32_t>(checksum(std::string_view(file).substr(at + 8, bytes), kHash0));
    std::memcpy(file.data() + at, &bytes, 4);
    std::memcpy(file.data() + at + 4, &sum, 4);
    at += 8 + bytes;
  }
  const auto read = read_journal(file, 7);
  if (!read.ok()) return 0;
  std::string again = encode_journal_front(7);
  for (const Batch& batch : read.value().batches) again += encode_batch(batch.first, batch.changes);
  if (again != file.substr(0, read.value().good_bytes)) std::abort();
  return 0;
}

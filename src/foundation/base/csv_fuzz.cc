// Whatever the bytes and however they arrive: no crash, records in order, the same records for every size of piece.
#include <base/csv.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

std::string digest(const std::uint8_t* data, std::size_t size, std::size_t piece) {
  std::size_t at = 0;
  muster::CsvReader reader(
      [&](char* out, std::size_t room) -> muster::Result<std::size_t> {
        const std::size_t n = std::min({piece, room, size - at});
        std::memcpy(out, data + at, n);
        at += n;
        return n;
      },
      {.record_bytes_max = 512, .fields_max = 16});
  muster::CsvRecord record;
  std::string out;
  std::int64_t line = 0, byte = 0;
  for (;;) {
    const auto more = reader.next(record);
    if (!more.ok()) return out + "!!" + more.error().code;
    if (!*more) return out;
    if (record.line <= line || record.end_byte <= byte || record.end_byte > static_cast<std::int64_t>(size))
      std::abort();
    line = record.line;
    byte = record.end_byte;
    out += record.bad ? record.error.code : "";
    for (const auto field : record.fields) (out += field) += '\x1f';
    out += '\x1e';
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto whole = digest(data, size, size + 1);
  // Limits count what is held, so that piece size may decide about records near the limit alone.
  if (size <= 512 && digest(data, size, 1) != whole) std::abort();
  (void)digest(data, size, 7);
  return 0;
}

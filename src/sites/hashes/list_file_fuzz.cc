// Any bytes as a list, in every format: no crash; what is taken is a hash that can be written and read again.
#include <hashes/list_file.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::hashes;
  if (size == 0) return 0;
  const auto format = static_cast<ListFormat>(data[0] % kListFormatCount);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::int64_t taken = 0, bad = 0;
  const auto done = read_list(
      bytes_from(text), format,
      [&](const ListedHash& h) {
        ++taken;
        if (h.quality < 0 || h.quality > 100 || *pdq_from_hex(to_hex(h.hash)) != h.hash) std::abort();
      },
      [&](const ListFault& f) {
        ++bad;
        if (f.line < 1 || f.error.code.empty()) std::abort();
      });
  if (done.ok() &&
      (done->taken != taken || done->bad != bad || done->records != taken + bad + done->other_kind + done->withdrawn))
    std::abort();
  return 0;
}

// Pictures inside of a page's source: each piece lies in it, they don't overlap, and all of a picture's letters are in
// its piece, so that what is cut out is the whole of it.
#include <testing/pictures.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  std::size_t at = 0;
  for (const auto& each : muster::testing::inline_pictures(source)) {
    if (each.begin < at || each.end < each.begin || each.end > size) std::abort();
    if (each.bytes.size() < muster::testing::kInlineBytesMin || each.bytes.size() > (each.end - each.begin))
      std::abort();
    at = each.end;
  }
  return 0;
}

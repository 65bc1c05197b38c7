// Whatever a program that was broken by a picture writes: no crash, and what is taken is what was written.
#include <cstdlib>

#include <papers/wire.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::papers;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto seen = read_seen(text);
  if (!seen.ok()) return 0;
  const auto again = read_seen(write_seen(*seen));
  if (!again.ok() || again->zones != seen->zones || again->codes.size() != seen->codes.size()) std::abort();
  return 0;
}

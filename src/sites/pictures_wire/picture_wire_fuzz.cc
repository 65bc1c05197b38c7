// Whatever a program that was broken by a picture answers: no crash, and what is taken lies within the shared memory.
#include <cstdlib>

#include <pictures_wire/wire.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::pictures;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto length = read_request(text); length.ok() && write_request(*length) != text) std::abort();
  const auto header = read_answer(text);
  if (!header.ok()) return 0;
  if (write_answer(*header) != text) std::abort();
  const auto bytes = std::uint64_t{3} * static_cast<std::uint64_t>(header->width) *
                     static_cast<std::uint64_t>(header->height) * static_cast<std::uint64_t>(header->frames);
  if (bytes == 0 || bytes > kSharedBytes) std::abort();
  return 0;
}

// Whatever the bytes: no crash, bounded objects, and only attributes that are kept.
#include <resources/rpsl.h>

#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  std::size_t at = 0;
  resources::RpslReader reader(
      [&](char* out, std::size_t room) -> Result<std::size_t> {
        const std::size_t n = std::min(room, size - at);
        std::memcpy(out, data + at, n);
        at += n;
        return n;
      },
      {.line_bytes_max = 256, .lines_max = 20, .value_bytes_max = 64});
  std::int64_t line = 0;
  for (resources::RpslObject object;;) {
    const auto more = reader.next(object);
    if (!more.ok() || !*more) return 0;
    if (object.line <= line) std::abort();
    line = object.line;
    if (object.attributes.size() > 20) std::abort();
    for (const auto& [name, value] : object.attributes)
      if (value.size() > 64 || name == "admin-c" || name == "descr" || name == "person") std::abort();
    if (object.bad && object.error.code.empty()) std::abort();
  }
}

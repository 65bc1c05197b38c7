// Any bytes as a zone file: nothing crashes, and an owner that comes out has only bytes of host names and fits.
#include <intake/zone_file.h>

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::intake;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  (void)is_zone_file(rest);
  ZoneReader reader(size > 0 && data[0] % 2 != 0 ? "origin.example" : "");
  std::string_view owner;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto fault = reader.line(rest.substr(0, end), owner);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (fault != ZoneFault::none) continue;
    if (owner.empty() || owner.size() > 254) std::abort();
    for (const char c : owner)
      if (c == ' ' || c == '\\' || c == '"' || c == ';' || c == '(' || static_cast<unsigned char>(c) < 0x21)
        std::abort();
  }
  (void)reader.end();
  return 0;
}

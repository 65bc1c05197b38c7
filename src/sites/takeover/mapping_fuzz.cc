// Whatever the bytes: no crash, and a mapping that is taken has what it must have.
#include <takeover/mapping.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::takeover;
  const auto mapping = parse_mapping({reinterpret_cast<const char*>(data), size});
  if (!mapping.ok()) {
    if (mapping.error().code.empty() || mapping.error().sentence.empty()) std::abort();
    return 0;
  }
  if (mapping->system.empty() || mapping->columns.empty()) std::abort();
  for (const auto& [ours, theirs] : mapping->columns)
    if (theirs.empty() || theirs.size() > kMappingTextMax || mapping->constants.contains(ours)) std::abort();
  return 0;
}

// Any bytes as an envelope: no crash, and every limit holds.
#include <cstdlib>

#include <sharing/envelope.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::sharing;
  const auto read = read_envelope({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) return 0;
  if (read->objects.size() > kObjectsMax) std::abort();
  for (const ToldObject& each : read->objects) {
    if (!each.told.ok() && (each.told.error().code.empty() || each.told.error().sentence.empty())) std::abort();
    if (!each.told.ok() || each.told->type != "indicator") continue;
    if (each.told->names.empty() || each.told->names.size() > kNamesMax) std::abort();
    // What was understood says the same when it is written and read again.
    const auto again = read_pattern(pattern_of(each.told->names));
    if (!again.ok() || *again != each.told->names) std::abort();
  }
  return 0;
}

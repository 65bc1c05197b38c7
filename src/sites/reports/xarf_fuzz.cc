// Any bytes as XARF: no crash, and every limit holds.
#include <cstdlib>

#include <reports/read.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::reports;
  const auto read = read_xarf({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) return 0;
  for (const Told& told : read->told)
    if (told.addresses.empty() || told.addresses.size() > kAddressesMax || told.words.size() > 4'000 || told.line < 1)
      std::abort();
  for (const ToldFault& fault : read->faults)
    if (fault.line < 1 || fault.error.code.empty() || fault.error.sentence.empty()) std::abort();
  return 0;
}

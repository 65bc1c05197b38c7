// Whatever the file: no crash, bounded records, and an end.
#include <holders/import.h>
#include <holders/rules.h>

#include <cstdlib>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::holders;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  const auto source = epp_records(in);
  Read read;
  std::size_t records = 0;
  for (;;) {
    const auto more = source->next(read);
    if (!more.ok() || !*more) return 0;
    if (++records > size || read.line < 1) std::abort();
    if (read.faults.empty()) (void)check_record(read.record, muster::Instant{1'800'000'000'000'000});
  }
}

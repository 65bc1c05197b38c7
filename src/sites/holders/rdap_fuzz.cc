// Whatever a server answers: no crash, and what comes out keeps the rules or is refused.
#include <holders/rdap.h>
#include <holders/rules.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::holders;
  const auto read = parse_rdap({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) return 0;
  const auto checked = check_record(*read, muster::Instant{1'800'000'000'000'000});
  if (checked.ok() && (checked->name.empty() || checked->name_servers.size() > kNameServersMax)) std::abort();
  return 0;
}

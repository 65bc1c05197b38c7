// The body of a list of hashes as its publisher signed it: whatever stands in it, what is read holds to the header.
#include "inspect.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  muster::content::SignedBundle file;
  file.header = {"p", "n", "1", "explicit_unlawful", "l", "s", muster::content::BundleKind::hash_list};
  file.sha256 = std::string(64, 'a');
  file.items = size > 0 ? data[0] : 1;
  file.body.assign(reinterpret_cast<const char*>(data), size);
  const auto body = muster::bundles::read_hash_list(file);
  if (!body.ok()) return 0;
  if (static_cast<std::int64_t>(body->hashes.size()) != file.items || body->list.distance_max > 31) std::abort();
  return 0;
}

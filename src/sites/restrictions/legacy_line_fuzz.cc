// Whatever the bytes: no crash, and what comes out is a name or a fault that is said.
#include "legacy_line.h"
#include <base/text.h>
#include <names/name.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  using namespace muster::restrictions;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (detect_legacy(text) == LegacyFormat::automatic) std::abort();
  const auto check = [](std::string_view word) {
    const auto name = legacy_name(word);
    if (!name.ok()) {
      if (name.error().code.empty() || name.error().sentence.empty()) std::abort();
      return;
    }
    const auto again = names::parse_name(*name);
    if (!again.ok() || again->ascii != *name) std::abort();
  };
  RpzLines zone;
  for (const std::string_view line : split(text, '\n')) {
    if (const auto names = plain_names(line); names.ok())
      for (const auto word : *names) check(word);
    if (const auto names = hosts_names(line); names.ok())
      for (const auto word : *names) check(word);
    if (const auto name = zone.line(line); name.ok() && !name->empty()) check(*name);
  }
  return 0;
}

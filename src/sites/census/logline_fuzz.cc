// Any bytes as lines of every format, through the whole census: nothing crashes, counts add up, no name is invented.
#include "csv_row.h"
#include <base/text.h>
#include <census/reconcile.h>
#include <intake/log_line.h>
#include <names/name.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::census;
  static const auto known = [] {
    RegisterBuilder builder({});
    builder.add_access(builder.add_filing("filed.com", FilingState::filed), "p", "192.0.2.0/24");
    builder.add_hold("a.filed.com");
    return *builder.finish();
  }();
  if (size < 1) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  muster::intake::Query line;
  for (const auto parse : {muster::intake::parse_unbound, muster::intake::parse_bind, muster::intake::parse_powerdns,
                           muster::intake::parse_dnsdist})
    (void)parse(text, line);
  const auto source = muster::census::from_text(text);
  const auto outcome = reconcile(
      *source, *known,
      {.format = static_cast<Format>(data[0] % 9), .k = 1 + data[0] / 64, .threads = 1, .salt = std::string(16, 's')});
  if (!outcome.ok()) return 0;
  for (const auto& difference : outcome->differences) {
    const auto name = muster::names::parse_name(difference.name);
    if (!name.ok() || name.value().ascii != difference.name) std::abort();
    if (!muster::is_valid_utf8(difference.provider)) std::abort();
  }
  if (outcome->total() > outcome->intake.names) std::abort();
  return 0;
}

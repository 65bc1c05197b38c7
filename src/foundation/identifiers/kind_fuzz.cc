// Whatever the bytes: no kind's check crashes, what it accepts it accepts again in its written form, and what it
// refuses it says why.
#include <identifiers/contact.h>
#include <identifiers/document_kind.h>
#include <identifiers/line.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::identifiers;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Kind& kind : kinds()) {
    const auto got = kind.check(text);
    if (!got.ok()) {
      if (got.error().code.empty() || got.error().sentence.empty()) std::abort();
      continue;
    }
    const auto again = kind.check(*got);
    if (!again.ok() || *again != *got) std::abort();
  }
  for (const NumberingPlan& plan : numbering_plans()) {
    const auto line = parse_msisdn(text, plan.country);
    if (!line.ok()) continue;
    // A line's number is a telephone number in general, too.
    if (*parse_msisdn(line->e164) != *line || !check_phone(line->e164).ok()) std::abort();
  }
  return 0;
}

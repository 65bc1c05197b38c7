// Any bytes as a name: what is accepted is a fixed point, within its lengths, and every function takes it.
#include <names/name.h>
#include <names/suffix.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::names;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const NameRules rules : {NameRules{}, NameRules{true, true}}) {
    NameText once, twice;
    if (parse_into(input, once, rules) != NameFault::none) {
      if (once.size != 0) std::abort();
      continue;
    }
    if (once.size == 0 || once.size > kNameMax) std::abort();
    if (parse_into(once.view(), twice, rules) != NameFault::none || once.view() != twice.view()) std::abort();
    const auto site = registrable_domain(once.view());
    if (!once.view().ends_with(site) || site.empty() != is_public_suffix(once.view())) std::abort();
    (void)to_unicode(once.view());
  }
  (void)parse_pattern(input);
  return 0;
}

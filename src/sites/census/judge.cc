// The rules of the census, the gravest first.
#include "tally.h"

namespace muster::census {

Judgement judge(Entry entry, const Register& known, std::string_view provider, std::string_view address) {
  if (entry.blocklisted()) return {Standing::blocklisted, Rule::blocklist_active};
  if (entry.held()) return {Standing::held, Rule::hold_active};
  switch (entry.filing()) {
    case FilingState::cancelled:
      return {Standing::cancelled, Rule::filing_cancelled};
    case FilingState::none:
      return {Standing::unfiled, Rule::no_filing};
    case FilingState::in_progress:
      return {Standing::unfiled, Rule::filing_not_complete};
    case FilingState::filed:
      break;
  }
  if (known.has_access()) {
    if (!provider.empty() && !known.provider_on_record(entry.row(), provider))
      return {Standing::provider_differs, Rule::provider_not_on_record};
    if (!address.empty() && !known.address_on_record(entry.row(), address))
      return {Standing::address_differs, Rule::address_not_on_record};
  }
  return {Standing::filed, Rule::filing_active};
}

}  // namespace muster::census

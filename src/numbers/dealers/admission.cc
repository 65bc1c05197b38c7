#include "dealer_store.h"
#include <parties/parties.h>

#include <dealers/rules.h>
#include <dealers/service.h>

namespace muster::dealers {

std::map<std::string, registration::Admission::Standing> DealerAdmission::standings(
    store::Transaction& tx, const std::set<std::string>& dealer_ids, Instant now) const {
  std::map<std::string, Standing> out;
  const std::string day = policy_.calendar().local_day(now);
  for (const std::string& id : dealer_ids) {
    const auto party = parties::find_party(tx, id);
    if (!party || (party->expires_at && *party->expires_at <= now)) continue;
    const auto chain = chain_of(tx, id);
    if (chain.empty()) {
      if (party->kind == "carrier") out[id].known = true;
      continue;
    }
    Standing& standing = out[id];
    standing.known = true;
    standing.hindrance = hindrance(chain, now);
    standing.left = chain.front().quota - accepted_on(tx, id, day);
  }
  return out;
}

Result<void> DealerAdmission::count(store::Transaction& tx, const std::map<std::string, std::int64_t>& accepted,
                                    Instant now) const {
  const std::string day = policy_.calendar().local_day(now);
  for (const auto& [id, count] : accepted)
    if (const auto dealer = find_dealer(tx, id)) add_accepted(tx, id, day, count, dealer->quota);
  return {};
}

}  // namespace muster::dealers

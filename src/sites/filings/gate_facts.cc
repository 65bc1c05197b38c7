#include "gate_facts.h"

#include "filing_store.h"
#include <resources/service.h>
#include <restrictions/debarment_service.h>

namespace muster::filings {

AddressFact address_fact(store::Transaction& tx, const std::string& provider_id,
                         const identifiers::AddressRange& range) {
  if (resources::inside_own_block(tx, provider_id, range)) return AddressFact::inside;
  return resources::has_blocks(tx, provider_id) ? AddressFact::outside : AddressFact::no_blocks;
}

Result<GateFacts> gate_facts(store::Transaction& tx, const restrictions::Service& restrictions,
                             const Registrants* registrants, const GateAsk& ask, Instant now,
                             const std::string& actor) {
  GateFacts facts;
  if (ask.filing) facts.filing = ask.filing->state;
  for (const std::string& name : ask.names) {
    const auto standing = restrictions.standing(tx, name);
    if (standing.entry) facts.restricted.push_back({name, true, to_text(standing.entry->ground)});
    if (standing.hold) facts.restricted.push_back({name, false, to_text(standing.hold->ground)});
  }
  if (ask.filing)
    if (const auto debarred = restrictions::debarment_in_force(tx, ask.filing->subject_id, now))
      facts.debarred = debarred->number;
  facts.address = address_fact(tx, ask.provider_id, ask.range);
  if (facts.address == AddressFact::inside)
    facts.lease_faults = resources::chain_faults(tx, ask.provider_id, resources::chain_of(tx, ask.range), now);
  if (!ask.filing || !registrants) return facts;
  const auto subject = find_subject(tx, ask.filing->subject_id);
  if (!subject) return not_found("subject_unknown", "There is no such subject.");
  for (const std::string& name : ask.names) {
    MUSTER_TRY(const auto fact, registrants->compare(tx, name, *subject, ask.filing->id, actor));
    facts.registrants.push_back({name, fact});
  }
  return facts;
}

}  // namespace muster::filings

// Gathers what the gate looks at. Inside of filings.
#pragma once

#include <filings/gate.h>
#include <filings/registrants.h>
#include <filings/service.h>
#include <identifiers/contact.h>
#include <restrictions/service.h>

namespace muster::filings {

struct GateAsk {
  const Filing* filing = nullptr;  // nullptr: there is none
  std::vector<std::string> names;  // of the filing, or the one asked for
  std::string provider_id;
  identifiers::AddressRange range;
};
// In a writing transaction (registrants.h). `registrants` may be nullptr: then nothing is known of them.
Result<GateFacts> gate_facts(store::Transaction& tx, const restrictions::Service& restrictions,
                             const Registrants* registrants, const GateAsk& ask, Instant now, const std::string& actor);

// Whether the range lies in the provider's own blocks; no_blocks where none are on record.
AddressFact address_fact(store::Transaction& tx, const std::string& provider_id,
                         const identifiers::AddressRange& range);

}  // namespace muster::filings

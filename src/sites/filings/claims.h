// Whose a domain is. Inside of filings.
#pragma once

#include "filing_store.h"
#include <restrictions/service.h>

namespace muster::filings {

// One domain belongs to one site: the name becomes the site's, unless another filing has it. A cancelled filing's name
// may pass on; the former site keeps the memory of it.
// Errors: domain_in_other_filing, domain_blocklisted.
Result<void> claim_domain(store::Transaction& tx, const restrictions::Service& restrictions, const std::string& name,
                          const std::string& site_id, DomainState state, Instant now, const std::string& field);
// Whether it could be claimed now.
Result<void> claimable(store::Transaction& tx, const restrictions::Service& restrictions, const std::string& name,
                       const std::string& site_id, const std::string& field);
// A hold that stood because the name was unfiled is lifted, and the host may open the site: by itself, with the filing.
Result<void> free_name(store::Transaction& tx, const restrictions::Service& restrictions,
                       const ledger::Recorder& recorder, const std::string& name, const std::string& site_id);
// A returned or withdrawn filing keeps no names from others.
void release_domains(store::Transaction& tx, const Filing& filing, Instant now);

}  // namespace muster::filings

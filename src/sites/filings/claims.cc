#include "claims.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::filings {

Result<void> claimable(store::Transaction& tx, const restrictions::Service& restrictions, const std::string& name,
                       const std::string& site_id, const std::string& field) {
  if (const auto entry = restrictions.standing(tx, name).entry)
    return refused(
        "domain_blocklisted",
        "This domain is on the blocklist until " + to_rfc3339(entry->until) + " (" + to_text(entry->ground) + ").",
        field);
  const auto row = find_domain(tx, name);
  if (row && row->state != DomainState::cancelled && row->site_id != site_id)
    return conflict("domain_in_other_filing", "This domain belongs to another filing; one domain belongs to one site.",
                    field);
  if (row && row->state != DomainState::cancelled)
    return conflict("domain_filed_here", "This domain stands in the filing already.", field);
  return {};
}

Result<void> claim_domain(store::Transaction& tx, const restrictions::Service& restrictions, const std::string& name,
                          const std::string& site_id, DomainState state, Instant now, const std::string& field) {
  MUSTER_CHECK_OK(claimable(tx, restrictions, name, site_id, field));
  const auto row = find_domain(tx, name);
  if (!row) {
    insert_domain(tx, name, site_id, state);
    return {};
  }
  if (row->site_id != site_id) insert_former(tx, name, row->site_id, now);
  move_domain(tx, name, site_id, state);
  return {};
}

Result<void> free_name(store::Transaction& tx, const restrictions::Service& restrictions,
                       const ledger::Recorder& recorder, const std::string& name, const std::string& site_id) {
  constexpr const char* kSelf = "system:filings";
  MUSTER_TRY(const auto hold, restrictions.lift_hold_of(tx, name, restrictions::HoldGround::unfiled, "filed", kSelf));
  if (!hold) return {};
  recorder.record(tx, kAccessReopened, kSelf, kFilingRecord, site_id,
                  fmt::format(R"({{"site":{},"provider":{},"domain":{},"hold":{}}})", json_quote(site_id),
                              json_quote(hold->provider_id), json_quote(name), json_quote(hold->id)));
  return {};
}

void release_domains(store::Transaction& tx, const Filing& filing, Instant now) {
  for (const Domain& domain : filing.domains) {
    if (domain.state != DomainState::pending) continue;
    insert_former(tx, domain.name, filing.id, now);
    delete_pending_domain(tx, domain.name);
  }
}

}  // namespace muster::filings

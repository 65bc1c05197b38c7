// The access gate: no access without a record.
#include "filing_json.h"
#include "filing_store.h"
#include <filings/rules.h>
#include <parties/parties.h>
#include <restrictions/service.h>

namespace muster::filings {
namespace {

Error stale() {
  return {Failure::stale,
          "version_stale",
          "Somebody changed this access meanwhile; look at it again. Nothing was changed.",
          {}};
}

const events::Kind& kind_of(AccessEvent event) {
  switch (event) {
    case AccessEvent::reserve:
      return kAccessReserved;
    case AccessEvent::open:
      return kAccessOpened;
    case AccessEvent::refuse:
      return kAccessRefused;
    case AccessEvent::hold:
      return kAccessHeld;
    case AccessEvent::reopen:
      return kAccessReopened;
    case AccessEvent::close:
      return kAccessClosed;
  }
  return kAccessClosed;
}

// Every reason why it can't be opened, not only the first.
std::optional<Error> gate(store::Transaction& tx, const restrictions::Service& restrictions, const Filing& filing,
                          const Access& access) {
  std::vector<Error> reasons;
  if (!is_in_force(filing.state))
    reasons.push_back(
        refused("access_unfiled", "The site is not filed; no access is opened without a record.", "site"));
  for (const Domain& domain : filing.domains) {
    const auto standing = restrictions.standing(tx, domain.name);
    if (standing.entry)
      reasons.push_back(
          refused("domain_blocklisted", "The domain " + domain.name + " is on the blocklist.", "domains"));
    if (standing.hold)
      reasons.push_back(refused("domain_held",
                                "The domain " + domain.name + " is held (" + to_text(standing.hold->ground) + ").",
                                "domains"));
  }
  if (!inside_blocks(*identifiers::parse_address_range(access.address_range), blocks_of(tx, access.provider_id)))
    reasons.push_back(refused("address_outside_block", "The address lies outside of the provider's own filed blocks.",
                              "address_range"));
  return together(std::move(reasons));
}

bool is_last_open(const Filing& filing, const Access& access) {
  if (!is_in_force(filing.state) || access.state != AccessState::open) return false;
  return std::none_of(filing.accesses.begin(), filing.accesses.end(),
                      [&](const Access& a) { return a.id != access.id && a.state == AccessState::open; });
}

Result<void> take(store::Transaction& tx, const ledger::Recorder& recorder, Access& access,
                  const AccessTransition& step, const std::vector<std::string>& reasons, const std::string& actor) {
  access.state = step.to;
  access.state_since = recorder.clock().now();
  access.reasons = reasons;
  ++access.version;
  if (!update_state(tx, access)) return stale();
  recorder.record(tx, kind_of(step.event), actor, kAccessRecord, access.id, access_body(access, step.from));
  return {};
}

}  // namespace

Result<Access> Service::request_access(const std::string& site_id, const AccessDraft& asked, const Actor& actor) const {
  MUSTER_TRY(const AccessDraft draft, check_access(asked));
  if (!actor.registrar && actor.party_id != draft.provider_id)
    return refused("access_not_yours", "A provider asks for its own access alone.", "provider_id");
  return database_.write([&](store::Transaction& tx) -> Result<Access> {
    const auto filing = find_filing(tx, site_id);
    if (!filing) return not_found("filing_unknown", "There is no such filing.");
    if (filing->state == State::withdrawn || filing->state == State::returned || filing->state == State::cancelled)
      return conflict("filing_event_not_open",
                      "This filing is " + std::string(to_text(filing->state)) + "; no access can be asked for.");
    const auto party = parties::find_party(tx, draft.provider_id);
    if (!party || (party->kind != "access_provider" && party->kind != "carrier"))
      return invalid("provider_unknown", "There is no access provider of this id.", "provider_id");
    if (!inside_blocks(*identifiers::parse_address_range(draft.address_range), blocks_of(tx, draft.provider_id)))
      return invalid("address_outside_block", "The address lies outside of the provider's own filed blocks.",
                     "address_range");
    for (const Access& a : filing->accesses)
      if (a.provider_id == draft.provider_id && a.address_range == draft.address_range &&
          a.state != AccessState::closed && a.state != AccessState::refused)
        return conflict("access_exists", "This access is in the filing already.", "address_range");
    const Access access{recorder_.new_id(),
                        site_id,
                        draft.provider_id,
                        draft.method,
                        draft.server_location,
                        draft.address_range,
                        AccessState::requested,
                        recorder_.clock().now(),
                        {},
                        1};
    insert(tx, access);
    recorder_.record(tx, kAccessRequested, actor.id, kAccessRecord, access.id,
                     access_body(access, AccessState::requested));
    return access;
  });
}

Result<Access> Service::apply_access(const std::string& id, std::int64_t version, const AccessStep& step,
                                     const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Access> {
    auto access = find_access(tx, id);
    if (!access) return not_found("access_unknown", "There is no such access.");
    if (access->version != version) return stale();
    const Filing filing = *find_filing(tx, access->site_id);
    MUSTER_TRY(const AccessTransition* transition,
               check_access_step(*access, step.event, step.reasons, actor, is_last_open(filing, *access)));
    if (transition->to == AccessState::open)
      if (auto shut = gate(tx, restrictions_, filing, *access)) return *shut;
    MUSTER_CHECK_OK(take(tx, recorder_, *access, *transition, step.reasons, actor.id));
    return *access;
  });
}

Result<int> Service::hold_accesses(store::Transaction& tx, const std::string& site_id, const std::string& reason,
                                   const std::string& actor) const {
  int count = 0;
  for (Access& access : accesses_of(tx, site_id)) {
    const AccessTransition* hold = find_access_transition(access.state, AccessEvent::hold);
    if (!hold) continue;
    MUSTER_CHECK_OK(take(tx, recorder_, access, *hold, {reason}, actor));
    ++count;
  }
  return count;
}

Result<int> Service::reopen_accesses(store::Transaction& tx, const std::string& site_id, const std::string& reason,
                                     const std::string& actor) const {
  int count = 0;
  for (Access& access : accesses_of(tx, site_id)) {
    if (access.state != AccessState::held || access.reasons != std::vector<std::string>{reason}) continue;
    MUSTER_CHECK_OK(take(tx, recorder_, access, *find_access_transition(access.state, AccessEvent::reopen), {}, actor));
    ++count;
  }
  return count;
}

}  // namespace muster::filings

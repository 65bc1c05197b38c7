// The access gate: no access without a record.
#include "filing_json.h"
#include "filing_store.h"
#include "gate_facts.h"
#include "provider.h"
#include <filings/rules.h>
#include <names/name.h>
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

// The request on record. Errors: access_exists.
Result<Access> enter(store::Transaction& tx, const ledger::Recorder& recorder, const Filing& filing,
                     const AccessDraft& draft, const Actor& actor) {
  for (const Access& a : filing.accesses)
    if (a.provider_id == draft.provider_id && a.address_range == draft.address_range &&
        a.state != AccessState::closed && a.state != AccessState::refused)
      return conflict("access_exists", "This access is in the filing already.", "address_range");
  const Access access{recorder.new_id(),
                      filing.id,
                      draft.provider_id,
                      draft.method,
                      draft.server_location,
                      draft.address_range,
                      AccessState::requested,
                      recorder.clock().now(),
                      {},
                      1};
  insert(tx, access);
  recorder.record(tx, kAccessRequested, actor.id, kAccessRecord, access.id,
                  access_body(access, AccessState::requested));
  return access;
}

std::vector<std::string> names_of(const Filing& filing) {
  std::vector<std::string> out;
  for (const Domain& domain : filing.domains) out.push_back(domain.name);
  return out;
}

// Whose filing it is, by its id, its number, or a domain or host of it.
std::optional<Filing> filing_of(store::Transaction& tx, const std::string& site) {
  if (auto filing = find_filing(tx, site)) return filing;
  if (const auto id = id_of_number(tx, site)) return find_filing(tx, *id);
  const auto name = names::parse_name(site);
  if (!name.ok()) return std::nullopt;
  // A filed domain answers for what stands below it.
  for (std::string_view above = name->ascii; above.find('.') != std::string_view::npos;
       above.remove_prefix(above.find('.') + 1))
    if (const auto domain = find_domain(tx, std::string(above))) return find_filing(tx, domain->site_id);
  return std::nullopt;
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
    MUSTER_CHECK_OK(check_provider(tx, draft.provider_id, "provider_id"));
    if (address_fact(tx, draft.provider_id, *identifiers::parse_address_range(draft.address_range)) ==
        AddressFact::outside)
      return invalid("address_outside_block", "The address lies outside of the provider's own blocks on record.",
                     "address_range");
    return enter(tx, recorder_, *filing, draft, actor);
  });
}

Result<std::vector<CheckOutcome>> Service::gate(store::Transaction& tx, const Filing& filing, const Access& access,
                                                const Actor& actor) const {
  const GateAsk ask{&filing, names_of(filing), access.provider_id,
                    *identifiers::parse_address_range(access.address_range)};
  MUSTER_TRY(const GateFacts facts,
             gate_facts(tx, restrictions_, registrants_, ask, recorder_.clock().now(), actor.id));
  return check_gate(facts);
}

Result<std::vector<CheckOutcome>> Service::gate_of(const std::string& access_id, const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<CheckOutcome>> {
    const auto access = find_access(tx, access_id);
    if (!access) return not_found("access_unknown", "There is no such access.");
    if (!actor.registrar && actor.party_id != access->provider_id)
      return refused("access_not_yours", "A provider sees its own access alone.");
    return gate(tx, *find_filing(tx, access->site_id), *access, actor);
  });
}

Result<GateAnswer> Service::ask_access(const std::string& site, const AccessDraft& asked, const Actor& actor) const {
  MUSTER_TRY(const AccessDraft draft, check_access(asked));
  if (!actor.registrar && actor.party_id != draft.provider_id)
    return refused("access_not_yours", "A provider asks for its own access alone.", "provider_id");
  return database_.write([&](store::Transaction& tx) -> Result<GateAnswer> {
    MUSTER_CHECK_OK(check_provider(tx, draft.provider_id, "provider_id"));
    const auto filing = filing_of(tx, site);
    GateAnswer answer;
    if (!filing) {
      MUSTER_TRY(const auto name, names::parse_name(site));
      const GateAsk ask{
          nullptr, {name.ascii}, draft.provider_id, *identifiers::parse_address_range(draft.address_range)};
      MUSTER_TRY(const GateFacts facts,
                 gate_facts(tx, restrictions_, registrants_, ask, recorder_.clock().now(), actor.id));
      answer.checks = check_gate(facts);
      return answer;
    }
    MUSTER_TRY(Access access, enter(tx, recorder_, *filing, draft, actor));
    const auto step = [&](AccessEvent event, const std::vector<std::string>& reasons) {
      return take(tx, recorder_, access, *find_access_transition(access.state, event), reasons, actor.id);
    };
    MUSTER_CHECK_OK(step(AccessEvent::reserve, {}));
    MUSTER_TRY(answer.checks, gate(tx, *filing, access, actor));
    std::vector<std::string> reasons;
    for (const Error& reason : refusals(answer.checks)) reasons.push_back(reason.sentence);
    MUSTER_CHECK_OK(step(reasons.empty() ? AccessEvent::open : AccessEvent::refuse, reasons));
    answer.access = std::move(access);
    return answer;
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
    if (step.event == AccessEvent::open) {
      MUSTER_TRY(const auto checks, gate(tx, filing, *access, actor));
      if (auto shut = together(refusals(checks))) return *shut;
    }
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

#include <filings/gate.h>

namespace muster::filings {
namespace {

Error note(const char* code, std::string sentence, const char* field) {
  return refused(code, std::move(sentence), field);
}

CheckOutcome outcome_of(GateCheck check, std::vector<Error> reasons) {
  return {check, reasons.empty() ? Outcome::passed : Outcome::refused, std::move(reasons)};
}
CheckOutcome unknown(GateCheck check, Error what) {
  return {check, Outcome::unknown, {std::move(what)}};
}

CheckOutcome filed(const GateFacts& facts) {
  if (facts.filing && is_in_force(*facts.filing)) return {GateCheck::filed, Outcome::passed, {}};
  return outcome_of(GateCheck::filed,
                    {note("access_unfiled", "The site is not filed; no access is opened without a record.", "site")});
}

CheckOutcome record_true(const GateFacts& facts) {
  if (!facts.filing || !is_in_force(*facts.filing))
    return unknown(GateCheck::record_true,
                   note("access_unfiled", "There is no filed record that could be true.", "site"));
  if (*facts.filing == State::filed || *facts.filing == State::change_pending)
    return {GateCheck::record_true, Outcome::passed, {}};
  return outcome_of(GateCheck::record_true, {note("access_record_defective",
                                                  "The record stands as " + std::string(to_text(*facts.filing)) +
                                                      "; it has to be put right before a further access is opened.",
                                                  "site")});
}

CheckOutcome unrestricted(const GateFacts& facts) {
  std::vector<Error> reasons;
  for (const RestrictedName& name : facts.restricted)
    reasons.push_back(
        name.blocklisted
            ? note("domain_blocklisted", "The domain " + name.name + " is on the blocklist.", "domains")
            : note("domain_held", "The domain " + name.name + " is held (" + name.ground + ").", "domains"));
  if (!facts.debarred.empty())
    reasons.push_back(note("subject_debarred",
                           "The subject gets no further access while it is debarred (" + facts.debarred + ").",
                           "site"));
  return outcome_of(GateCheck::unrestricted, std::move(reasons));
}

CheckOutcome address(const GateFacts& facts) {
  switch (facts.address) {
    case AddressFact::inside:
      return {GateCheck::address, Outcome::passed, {}};
    case AddressFact::outside:
      break;
    case AddressFact::no_blocks:
      return unknown(GateCheck::address,
                     note("blocks_unknown", "No block of addresses of the provider is on record.", "address_range"));
  }
  return outcome_of(GateCheck::address,
                    {note("address_outside_block", "The address lies outside of the provider's own blocks on record.",
                          "address_range")});
}

CheckOutcome lease_chain(const GateFacts& facts) {
  if (facts.address != AddressFact::inside)
    return unknown(GateCheck::lease_chain,
                   note("blocks_unknown", "No chain of blocks on record leads to the address.", "address_range"));
  return outcome_of(GateCheck::lease_chain, facts.lease_faults);
}

CheckOutcome registrant(const GateFacts& facts) {
  std::vector<Error> reasons, not_known;
  for (const DomainRegistrant& domain : facts.registrants) switch (domain.fact) {
      case RegistrantFact::same:
      case RegistrantFact::related:
        break;
      case RegistrantFact::other:
        reasons.push_back(note(
            "registrant_other",
            "The registrant of " + domain.name + " is not the filing's subject, and no relation to it is on record.",
            "domains"));
        break;
      case RegistrantFact::ended:
        reasons.push_back(note("registration_ended", "The registration of " + domain.name + " has ended.", "domains"));
        break;
      case RegistrantFact::unknown:
        not_known.push_back(note("registrant_unknown",
                                 "No registry has told who the registrant of " + domain.name + " is.", "domains"));
        break;
    }
  if (!reasons.empty()) return outcome_of(GateCheck::registrant, std::move(reasons));
  if (facts.registrants.empty() || not_known.empty())
    return {GateCheck::registrant, facts.registrants.empty() ? Outcome::unknown : Outcome::passed, {}};
  return {GateCheck::registrant, Outcome::unknown, std::move(not_known)};
}

}  // namespace

const char* to_text(GateCheck check) {
  constexpr const char* kWords[kGateCheckCount] = {"filed",   "record_true", "unrestricted",
                                                   "address", "lease_chain", "registrant"};
  return kWords[static_cast<std::size_t>(check)];
}

const char* to_text(Outcome outcome) {
  constexpr const char* kWords[] = {"passed", "refused", "unknown"};
  return kWords[static_cast<std::size_t>(outcome)];
}

std::vector<CheckOutcome> check_gate(const GateFacts& facts) {
  return {filed(facts), record_true(facts), unrestricted(facts), address(facts), lease_chain(facts), registrant(facts)};
}

std::vector<Error> refusals(const std::vector<CheckOutcome>& checks) {
  std::vector<Error> out;
  for (const CheckOutcome& check : checks)
    if (check.outcome == Outcome::refused) out.insert(out.end(), check.reasons.begin(), check.reasons.end());
  return out;
}

}  // namespace muster::filings

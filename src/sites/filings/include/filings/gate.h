// The access gate: what has to hold before a site gets addresses. Each check stands for itself and says why; the gate
// is their conjunction. What nothing is on record for is neither passed nor refused, and said so. Pure: no I/O, no
// clock. Source: MIIT Order 33 of 2005, articles 18 to 20 (no access without a record); docs/decisions for the unknown
// ones.
#pragma once

#include <base/result.h>
#include <filings/states.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::filings {

enum class GateCheck : std::uint8_t {
  filed,         // the site is filed
  record_true,   // and nothing of its record stands corrected or defective
  unrestricted,  // no domain of it is on the blocklist or held, and its subject is not debarred
  address,       // the addresses lie inside of a block that the provider holds
  lease_chain,   // every party between the carrier and the provider has its block by a lease in force, and a licence
  registrant,    // the domains are the subject's, or those of its shareholder, head or senior manager
};
inline constexpr int kGateCheckCount = 6;
const char* to_text(GateCheck check);

enum class Outcome : std::uint8_t { passed, refused, unknown };
const char* to_text(Outcome outcome);

enum class AddressFact : std::uint8_t { inside, outside, no_blocks };
enum class RegistrantFact : std::uint8_t {
  same,     // the subject itself
  related,  // its shareholder, head or senior manager, or recorded as the same entity under another name
  other,
  ended,    // the registration lapsed
  unknown,  // no registry told of the name, or not of its registrant
};

struct RestrictedName {
  std::string name;
  bool blocklisted = false;  // else held
  std::string ground;
};
struct DomainRegistrant {
  std::string name;
  RegistrantFact fact = RegistrantFact::unknown;
};

// What is known at the moment of asking.
struct GateFacts {
  std::optional<State> filing;  // nothing: no filing at all
  std::vector<RestrictedName> restricted;
  std::string debarred = {};  // number of a debarment of the subject that is in force; "": none
  AddressFact address = AddressFact::no_blocks;
  std::vector<Error> lease_faults;  // of resources::chain_faults, where the address is inside
  std::vector<DomainRegistrant> registrants;
};

struct CheckOutcome {
  GateCheck check = GateCheck::filed;
  Outcome outcome = Outcome::unknown;
  std::vector<Error> reasons;  // of a refused one: at least one; of an unknown one: what is not known
};

// All checks, in the order of GateCheck. Codes: access_unfiled, access_record_defective, domain_blocklisted,
// domain_held, subject_debarred, address_outside_block, lease_*, licence_*, registrant_other, registration_ended.
std::vector<CheckOutcome> check_gate(const GateFacts& facts);
// Every reason of the refused ones; empty: the gate is open.
std::vector<Error> refusals(const std::vector<CheckOutcome>& checks);

}  // namespace muster::filings

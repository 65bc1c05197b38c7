// What is true of registrations without asking anybody: the state machine, the forms of a capture, and the decision on
// facts that somebody else loaded. Pure and thread-safe; no error repeats what was sent.
#pragma once

#include <lines/rules.h>
#include <persons/rules.h>
#include <policy/policy.h>
#include <registration/company.h>
#include <registration/registration.h>
#include <vault/vault.h>

#include <set>
#include <span>

namespace muster::registration {

// The state machine; the schema has the same pairs (a test compares them). `line`: what follows for the line.
struct Transition {
  State from;
  Event event;
  State to;
  std::optional<lines::Event> line;
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);

// A capture in its one written form, and all that is wrong with it.
struct Checked {
  Capture capture;
  persons::Category category = persons::Category::citizen;
  std::int64_t msisdn = 0;  // 0: it has no form
  std::vector<Error> faults;
};
// Errors: those of persons' rules and of the number; category_unknown, category_age (a minor is who is below the
// policy's age, nobody else), birth_date_differs (from what the number says), consent_missing (to the policy's text),
// place_form, device_form, dealer_form, guardian_missing, guardian_unasked, guardian_consent_missing,
// organisation_missing, organisation_unasked, identifier_*; of a proxy, with "proxy" before the field: those of
// persons' rules, proxy_minor, proxy_unasked, proxies_not_taken, authorisation_form, consent_missing.
Checked check_capture(const Capture& capture, const policy::Policy& policy, Instant now);

// line_cap.<category>_<kind> of the policy.
std::int64_t cap_of(const policy::Policy& policy, persons::Category category, lines::LineKind kind);

// What is on record about the things that a capture names.
struct Facts {
  const lines::Line* line = nullptr;
  const persons::Holder* holder = nullptr;    // of the document; nullptr: a new person
  vault::Index identity_index;                // of the identity that was sent
  const persons::Holder* guardian = nullptr;  // of the guardian's document
  bool guardian_verified = false;             // by a registration of the guardian's own
  bool proxy_is_holder = false;               // the proxy showed the person's own document
  std::int64_t proxy_persons = 0;             // other persons for whom the proxy has registered
  const Company* company = nullptr;           // for whose users the line is reserved
  bool frozen = false;                        // the person wants no new line in their name
  std::set<std::int64_t> taken;               // slots of the person's open lines of this kind
  bool dealer_known = false;                  // a partner or carrier, its licence in force
  std::optional<Error> dealer_hindrance;      // why it may not register now, though it is known
};
// What is wrong with the people, whatever the line. Errors: identity_differs, category_differs, holder_destroyed,
// guardian_unknown, guardian_minor, guardian_unverified, dealer_unknown, proxy_self, proxy_too_many.
void judge_people(std::vector<Error>& faults, const Checked& checked, const Facts& facts, const policy::Policy& policy);

struct Decision {
  std::vector<Error> faults;  // all of them
  std::int64_t slot = 0, cap = 0;
};
// Errors: line_unknown, line_not_reserved, line_reserved_for_other, line_of_company, line_without_sim, cap_reached,
// identity_differs, and those about the people.
// Errors: line_unknown, line_not_reserved, line_reserved_for_other, line_without_sim, cap_reached, identity_differs,
// category_differs, registration_frozen, holder_destroyed, guardian_unknown, guardian_minor, dealer_unknown.
Decision decide(const Checked& checked, const Facts& facts, const policy::Policy& policy);

}  // namespace muster::registration

// The domain of cases: state machines as tables, the closed list of grounds, the text that is signed, and why somebody
// can't sign. Pure functions, no clock; thread-safe. The schema (0005_cases.sql, 0006_enforcement.sql) says the same
// again.
#pragma once

#include <base/result.h>
#include <cases/case.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cases {

// --- state machines: case, decision, order, appeal, received_order.
struct Transition {
  std::string_view record, from, event, to;
};
std::span<const Transition> transitions();
// Errors: <record>_state (conflict), with what is possible.
Result<std::string> next_state(std::string_view record, std::string_view state, std::string_view event);
std::vector<std::string> open_events(std::string_view record, std::string_view state);

// --- the steps for which cases wait: screen, decide, confirm, execute, verify, hear, restore.
std::span<const std::string_view> steps();
std::string_view step_of(std::string_view case_state);  // "": a case in this state waits for nobody
// Roles whose people take the step; empty for an unknown one.
std::vector<std::string_view> roles_for(std::string_view step);
// Of screen, decide, confirm and hear, those for which there is nobody when each is another person. `people`: the steps
// that each one could take. Empty: every case can go its whole way.
std::vector<std::string> steps_without_person(const std::vector<std::vector<std::string>>& people);

// --- the closed list (1-mission, principle 5).
struct GroundRule {
  std::string_view code, scope_max;
  bool network_allowed;
  std::string_view who;             // authority, operator_security, contract
  std::int64_t cap_hours;           // longest that one order may last
  std::int64_t operator_cap_hours;  // the same where people of the operator decide; 0: they can't
  bool needs_notice, sealed;
};
struct Allowance {
  std::string_view ground, measure, scope_kind;
};
struct ElementRule {
  std::string_view ground, element, sentence;
};
std::span<const GroundRule> grounds();
std::span<const Allowance> allowances();
std::span<const ElementRule> element_rules();
const GroundRule* find_ground(std::string_view code);  // nullptr: no such ground
bool allows(std::string_view ground, std::string_view measure, std::string_view scope_kind);
// Elements of the ground that no evidence with seq ≤ evidence_count is tied to.
std::vector<std::string> missing_elements(std::string_view ground, const std::vector<Element>& elements,
                                          std::int64_t evidence_count);

// --- the text of a decision. What is signed is exactly this: UTF-8, lines ended by \n, version in the first line,
// every field that has an effect. Values can't forge lines: control characters are refused before (check_line).
std::string canonical_text(const Case& about, const Decision& decision, const std::vector<Element>& elements);
// Errors: text_missing, text_too_long, text_control_character; `field` is named in the error.
Result<void> check_line(std::string_view value, std::string_view field, std::size_t bytes_max);
Result<void> check_paragraphs(std::string_view value, std::string_view field, std::size_t bytes_max);

// --- whether a draft may be prepared. `signing_kind`: kind of the party whose people sign. Every failure found, at
// once.
struct DraftFacts {
  std::string signing_kind;
  bool received_order_fits = false;  // a checked written order of that authority says the same
  bool public_suffix = false;        // the scope's value is a public suffix, or on the never-block list
  bool notice_in_case = false;
};
std::vector<Error> check_draft(const Case& about, const Decision& decision, const DraftFacts& facts);

// --- renewals. An order on the same ground and scope that starts less than `gap` after another one's end renews it.
struct Stretch {
  Instant from, until;
};
// How long orders have stood together, without the gaps, when `latest` follows on `earlier` (in any order); no more
// than the length of `latest` itself when it renews nothing.
Duration length_with_renewals(std::vector<Stretch> earlier, const Stretch& latest, Duration gap);

// --- why somebody can't sign now: every reason, each with its code and its sentence; none: can.
struct Hindrance {
  std::string code, sentence;
};
struct SignerFacts {
  std::string person_id, party_id;
  bool active = true;
  std::vector<std::string> roles;       // held now
  std::vector<std::string> delegators;  // persons whose conflicts this person inherits
  bool has_key = false;                 // an enrolled, unrevoked one
  // Conflicts of interest in this case, declared or by rule, of this person or of whoever delegated a role.
  std::vector<Hindrance> conflicts = {};
  // Bodies for which this person may confirm although it acts for another one, because its own lends them confirmers.
  std::vector<std::string> lent_to = {};
};
// The capacity in which a decision waits for a signature: decider, confirmer, or "" when it waits for none. Where a
// name of the never-block list is touched a third person signs before the confirmer does, or later, if the name came
// onto the list after the order: "third".
std::string_view capacity_wanted(std::string_view decision_state, bool third_missing = false);
std::string role_wanted(std::string_view capacity, std::string_view signing_kind);
std::vector<Hindrance> why_not_sign(const Case& about, const Decision& decision,
                                    const std::vector<DecisionSignature>& signatures,
                                    const std::vector<Element>& elements, std::string_view signing_kind,
                                    const SignerFacts& who, Instant now, bool third_missing = false);
// Why somebody can't hear the appeal.
std::vector<Hindrance> why_not_hear(const Case& about, const std::vector<DecisionSignature>& signatures,
                                    const SignerFacts& who);

// --- what a scope hits. `others`: names known to stand on the same host or below the domain.
struct ScopeEffect {
  std::vector<std::string> hit;        // names that the order takes away
  std::vector<std::string> reachable;  // neighbours that stay reachable
  bool beyond_case = false;            // hits a name that the case is not about
};
ScopeEffect scope_effect(std::string_view measure, std::string_view scope_kind, std::string_view scope_value,
                         const std::string& case_name, const std::vector<std::string>& others);
// Whether `name` is `scope_value` or below it.
bool below_or_equal(std::string_view name, std::string_view scope_value);

// --- network entries that follow from a scope: host → the exact name; domain → the name and everything below it.
struct NetworkName {
  std::string name;
  bool wildcard = false;
};
std::vector<NetworkName> network_names(std::string_view scope_kind, const std::string& scope_value);

}  // namespace muster::cases

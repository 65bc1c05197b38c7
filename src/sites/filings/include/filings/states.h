// The state machines of a filing, its domains and its accesses, as tables. What is not in a table can't be written: the
// schema holds the same pairs (filing_transition, access_transition).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace muster::filings {

enum class State : std::uint8_t {
  draft,
  preverified,
  verified_in_person,
  provider_signed,
  under_review,
  returned,
  withdrawn,
  filed,
  change_pending,
  defect_notice,
  corrected,
  public_notice,
  cancelled,
};
inline constexpr int kStateCount = 13;
const char* to_text(State state);
std::optional<State> state_of(std::string_view text);
// Filed, and whatever can happen to a filed one short of cancelling: the site has somebody who answers for it.
bool is_in_force(State state);

enum class Event : std::uint8_t {
  preverify,          // provider: subject and contacts checked
  verify_in_person,   // provider: seen face to face or remote live
  sign,               // provider: signed the verification form
  submit,             // provider: handed to the register
  accept,             // register: filed
  return_,            // whoever holds it: back with reasons
  revise,             // provider: takes a returned one up again
  withdraw,           // provider: gives up
  ask_change,         // provider: a change of a filed one
  accept_change,      // register
  refuse_change,      // register, with reasons
  notify_defect,      // register: the record is not true, with reasons
  correct,            // provider: says that it is corrected
  accept_correction,  // register
  refuse_correction,  // register, with reasons
  publish_notice,     // register: the defect goes to public notice
  cancel,             // register: after public notice's term
  cancel_own,         // provider: the subject gives the site up
  restore,            // register: the cancelling was wrong, with reasons
};
inline constexpr int kEventCount = 19;
const char* to_text(Event event);  // "return" for return_
std::optional<Event> event_of(std::string_view text);

// Who takes the step. The register's staff may do a provider's step for it (a form handed in on paper).
enum class By : std::uint8_t { provider, registrar };

// A term of the policy file that starts with the step.
enum class Term : std::uint8_t { none, preverify, review, cure, public_notice };

struct Transition {
  State from;
  Event event;
  State to;
  By by;
  bool needs_reasons;
  Term term;
};
std::span<const Transition> filing_transitions();
// nullptr: not open.
const Transition* find_transition(State from, Event event);

enum class DomainState : std::uint8_t { pending, filed, cancelled };
const char* to_text(DomainState state);
std::optional<DomainState> domain_state(std::string_view text);
DomainState domain_state_for(State filing);

enum class AccessState : std::uint8_t { requested, reserved, open, refused, held, closed };
const char* to_text(AccessState state);
std::optional<AccessState> access_state(std::string_view text);

enum class AccessEvent : std::uint8_t { reserve, open, refuse, hold, reopen, close };
inline constexpr int kAccessEventCount = 6;
const char* to_text(AccessEvent event);
std::optional<AccessEvent> access_event(std::string_view text);

struct AccessTransition {
  AccessState from;
  AccessEvent event;
  AccessState to;
  By by;
  bool needs_reasons;
};
std::span<const AccessTransition> access_transitions();
const AccessTransition* find_access_transition(AccessState from, AccessEvent event);

}  // namespace muster::filings

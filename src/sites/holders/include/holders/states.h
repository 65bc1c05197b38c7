// The state machine of a domain's registration, as a table. What is not in it can't be written: the schema holds the
// same pairs (domain_transition).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace muster::holders {

enum class State : std::uint8_t {
  unverified,      // registered; documents of the holder are due
  documents_in,    // handed in, somebody looks at them
  verified,        // who holds the name was verified
  changed_holder,  // another one holds it now; that one's documents are due
  lapsed,          // the registration ended, or the documents never came
};
inline constexpr int kStateCount = 5;
const char* to_text(State state);
std::optional<State> state_of(std::string_view text);

enum class Event : std::uint8_t {
  hand_in,        // documents of the holder came in
  refuse,         // they don't do, with reasons
  verify,         // the holder was verified, and how
  revoke,         // the verification was wrong, with reasons
  change_holder,  // the registry has another holder
  end,            // the registry says that the registration ended
  renew,          // the registry has it again, with the same holder
  expire,         // the documents' term ran out
};
inline constexpr int kEventCount = 8;
const char* to_text(Event event);
std::optional<Event> event_of(std::string_view text);

// Who takes the step: the register's staff, a registry's record that came in, or the clock.
enum class By : std::uint8_t { registrar, registry, clock };

struct Transition {
  State from;
  Event event;
  State to;
  By by;
  bool needs_reasons;
  bool starts_term;  // the term for documents (policy: domain.documents) starts with it
};
std::span<const Transition> transitions();
// nullptr: not open.
const Transition* find_transition(State from, Event event);

}  // namespace muster::holders

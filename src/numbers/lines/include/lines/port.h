// Numbers that pass between operators. One that goes out ends its holder's interval here and serves elsewhere until it
// comes back to its block; one that comes in is set aside, registered as any line, and goes back to its own block when
// it ends here. The clearing house between operators is the caller's; its reference stands with each porting.
// Thread-safe.
#pragma once

#include <lines/records.h>

namespace muster::lines {

enum class PortDirection : std::uint8_t { in, out };
const char* to_text(PortDirection direction);
std::optional<PortDirection> port_direction(std::string_view text);

enum class PortState : std::uint8_t { asked, done, ended, cancelled, lapsed };
inline constexpr int kPortStateCount = 5;
const char* to_text(PortState state);
std::optional<PortState> port_state(std::string_view text);

enum class PortEvent : std::uint8_t { complete, end, cancel, lapse };

struct PortTransition {
  PortState from;
  PortEvent event;
  PortState to;
};
// The state machine; the schema has the same pairs (a test compares them).
std::span<const PortTransition> port_transitions();
const PortTransition* find_transition(PortState from, PortEvent event);

struct Port {
  std::string id, line_id;
  PortDirection direction = PortDirection::out;
  std::string other_operator, reference;
  PortState state = PortState::asked;
  Instant state_since;
  std::optional<Instant> due_at;  // until when the number has to have passed
  std::string ownership_id;       // the interval that ended by going out, or began by coming in
  std::string reason;             // a code: why cancelled, why ended
  std::string asked_by;
  Instant asked_at;
  std::int64_t version = 1;
};

inline constexpr events::Kind kPortAsked{"line_port.asked", 1, "A number is to pass to or from another operator."};
inline constexpr events::Kind kPortDone{"line_port.done", 1, "A number passed to or from another operator."};
inline constexpr events::Kind kPortEnded{"line_port.ended", 1,
                                         "A porting ended: the number is back at its block, or never passed."};
inline constexpr const char* kPortRecord = "line_port";

class Ports {
 public:
  Ports(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // A line in service goes out. Errors: line_unknown, line_state (barred, or nobody's), line_foreign (it is another
  // operator's block's: it goes back there), port_operator, reference_form, port_open.
  Result<Port> ask_out(const std::string& actor, std::int64_t msisdn, const std::string& other_operator,
                       const std::string& reference) const;
  // A number of a foreign block comes in and is set aside for a dealer, until the policy's port.within. Errors:
  // port_pool_unknown (the block is not on record), line_state, port_operator, reference_form, port_open,
  // reserved_for_form.
  Result<Port> ask_in(const std::string& actor, std::int64_t msisdn, const std::string& other_operator,
                      const std::string& reference, const std::string& reserved_for) const;
  // The number has passed. Going out: the holder's interval ends, the network lets go. Coming in: the line has to be in
  // service by then. Errors: port_unknown, port_state, line_state.
  Result<Port> complete(const std::string& actor, const std::string& id) const;
  Result<Port> cancel(const std::string& actor, const std::string& id, const std::string& reason) const;
  // A number that went out ended there and comes back; it rests before anybody has it. Errors: port_unknown,
  // port_state, reason_missing.
  Result<Port> come_back(const std::string& actor, const std::string& id, const std::string& reason) const;

  Result<Port> get(const std::string& id) const;  // port_unknown
  Result<std::vector<Port>> of_line(const std::string& line_id) const;
  // In this state, oldest first; after: the last id seen, or "".
  Result<std::vector<Port>> list(PortState state, const std::string& after, int limit) const;
  // What runs out by itself: requests lapse, numbers that came in and ended here go back. Returns how many.
  // `look_back`: intervals that ended before are not looked at. A job calls it until 0.
  Result<int> tick(int limit = 500, Duration look_back = std::chrono::hours(24 * 30)) const;

 private:
  Result<void> end(store::Transaction& tx, Port& port, PortEvent event, const std::string& actor,
                   const std::string& reason) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::lines

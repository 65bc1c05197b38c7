// Mobile lines: numbers, their pools, their states, who held them when, and their SIMs. Plain values. A line's number
// (MSISDN, ITU-T E.164) is personal as soon as somebody holds it: it stands in no event, log line, URL or error.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::lines {

enum class LineKind : std::uint8_t { voice, data, iot };
inline constexpr int kLineKindCount = 3;
const char* to_text(LineKind kind);
std::optional<LineKind> line_kind(std::string_view text);

enum class State : std::uint8_t {
  available,       // in a pool, free
  reserved,        // set aside until a time
  registered,      // has a holder; not in service yet
  active,          // in service
  warned,          // in service; the holder was told what is coming
  one_way_barred,  // receives, does not originate; emergency calls always go through
  barred,          // neither, but for emergency calls
  disconnected,    // out of service for good; the holder's interval has ended
  quarantined,     // rests, so that the next holder gets no calls of the former one
};
inline constexpr int kStateCount = 9;
const char* to_text(State state);
std::optional<State> state(std::string_view text);

enum class Event : std::uint8_t {
  reserve,
  release,
  register_,
  activate,
  warn,
  bar_one_way,
  bar,
  restore,
  disconnect,
  quarantine,
  recycle,
  reconnect,  // the former holder has the number back
};
inline constexpr int kEventCount = 12;
const char* to_text(Event event);
std::optional<Event> event(std::string_view text);

// What the network is told. Never anything about emergency calls: they are never barred.
enum class Action : std::uint8_t { activate, bar_outgoing, bar_all, restore, disconnect, change_sim };
inline constexpr int kActionCount = 6;
const char* to_text(Action action);
std::optional<Action> action(std::string_view text);

struct NewPool {
  std::string name;
  std::string operator_name;
  std::string region;
  LineKind kind = LineKind::voice;
  std::int64_t first = 0, last = 0;  // digits of E.164 numbers, both in it; the same count of digits
  // Another operator's block: its numbers come in one by one, by porting, and go back to it when they end here.
  bool foreign = false;
};
struct Pool : NewPool {
  std::string id;
  std::int64_t stocked = 0;  // lines made so far, from `first` on
  Instant created_at;
};

struct Line {
  std::string id;
  std::int64_t msisdn = 0;  // digits
  std::string pool_id;
  LineKind kind = LineKind::voice;  // the pool's
  State state = State::available;
  Instant state_since;
  std::optional<Instant> due_at;  // of a reservation or a quarantine
  std::string reserved_for;       // a code: whose reservation it is
  std::string sim_id;             // the SIM in it now, or ""
  std::int64_t version = 1;
};

// [from, until); no `until`: still.
struct Ownership {
  std::string id, line_id;
  std::string holder_id;
  LineKind kind = LineKind::voice;
  std::string counted_under;  // under whom it counts: the holder, or the one record that stands for the person
  std::int64_t slot = 1;      // 1..cap among the open lines of that person and kind
  std::int64_t cap = 0;       // in force when the line was given
  bool excess = false;        // beyond the cap since two records were found to be one person
  std::string ground_ref;     // the registration that it rests on
  Instant from;
  std::optional<Instant> until = {};
};

struct Sim {
  std::string id, iccid, imsi;
  Instant created_at;
  std::string eid = {};  // of the chip that the profile is on: an eSIM; or ""
};
struct SimInterval {
  std::string sim_id, reason;
  Instant from;
  std::optional<Instant> until;
};

// Bodies hold ids, codes and counts; never a number.
inline constexpr events::Kind kPoolMade{"number_pool.made", 1, "A range of numbers was put on record."};
inline constexpr events::Kind kPoolStocked{"number_pool.stocked", 1, "Lines of a range became available."};
inline constexpr events::Kind kLineStepped{"line.stepped", 1, "A line changed its state."};
inline constexpr events::Kind kSimChanged{"line.sim_changed", 1, "A line got a SIM, or another one."};
inline constexpr events::Kind kCommandRefused{"network_command.refused", 1, "The network refused a command."};
inline constexpr events::Kind kCommandRetried{"network_command.retried", 1, "A refused command is tried again."};

inline constexpr const char* kPoolRecord = "number_pool";
inline constexpr const char* kLineRecord = "line";
inline constexpr const char* kCommandRecord = "network_command";

}  // namespace muster::lines

// Lines of things: the device that a line is bound to, for what use, and who answers for it. Plain values. A device's
// number stands in no event, log line, URL or error. Cf. the Anti-Telecom-Fraud Law of China (2022), articles 11 and
// 12: cards of things are bound to device and scenario, and what is used otherwise is stopped.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::things {

// IMEI: 15 digits (3GPP TS 23.003). EID: 32 digits, of a chip whose profile the line is (GSMA SGP.29).
enum class DeviceKind : std::uint8_t { imei, eid };
inline constexpr int kDeviceKindCount = 2;
const char* to_text(DeviceKind kind);
std::optional<DeviceKind> device_kind(std::string_view text);

enum class State : std::uint8_t {
  bound,
  mismatched,  // seen in another device; explained within a term, or the line is barred
  ended,       // another device, none, or the line is another holder's
};
inline constexpr int kStateCount = 3;
const char* to_text(State state);
std::optional<State> state(std::string_view text);

enum class Event : std::uint8_t { seen_elsewhere, seen_right, explain, change_device, unbind, line_ended };
inline constexpr int kEventCount = 6;
const char* to_text(Event event);
std::optional<Event> event(std::string_view text);

struct Device {
  DeviceKind kind = DeviceKind::imei;
  std::string number;  // digits
};

struct NewThing {
  std::string msisdn;  // of the line, with the country code
  Device device;
  std::string scenario;               // of the policy's iot.scenarios
  std::vector<std::string> services;  // of "data", "sms", "voice"
  std::string contact_id = {};        // a holder on record who answers for the device; "": the line's holder
  std::string evidence_ref;           // a code: of the contract, the delivery note …
};

struct Thing {
  std::string id, line_id, ownership_id, contact_id;
  Device device;
  std::string scenario;
  std::vector<std::string> services;
  std::string evidence_ref;
  std::string replaces_id;  // the interval of the device before, or ""
  State state = State::bound;
  Instant state_since;
  std::optional<Instant> due_at;  // of a mismatch
  std::string end_reason;
  std::string bound_by;
  Instant bound_at;
  std::optional<Instant> ended_at;
  std::int64_t version = 1;
};

// Bodies hold ids and codes; never a number.
inline constexpr events::Kind kBound{"thing.bound", 1, "A line was bound to a device."};
inline constexpr events::Kind kSeenElsewhere{"thing.seen_elsewhere", 1,
                                             "A line was seen in another device than its own."};
inline constexpr events::Kind kExplained{"thing.explained", 1, "That a line was seen in another device was explained."};
inline constexpr events::Kind kEnded{"thing.ended", 1, "A line is bound to this device no longer."};
inline constexpr events::Kind kBarred{"thing.line_barred", 1, "A line of things was barred because of its device."};

inline constexpr const char* kThingRecord = "thing";

}  // namespace muster::things

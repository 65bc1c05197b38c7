// Registrations: who captured what for whom, for which line, and how it was verified. Plain values. What is personal in
// a capture lives as long as the call; it is kept in the vault alone, under the holder's id.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <persons/holder.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::registration {

enum class State : std::uint8_t {
  captured,  // on record; the line is registered, not in service; waits for its verification
  pending,   // the authority is away, or it is checked again: the line serves, and is barred when the term ends
             // unverified
  verified,  // the line serves
  rejected,  // with reasons; a line that did not serve is free again, one that did is barred
  closed,    // the line was disconnected
};
inline constexpr int kStateCount = 5;
const char* to_text(State state);
std::optional<State> state(std::string_view text);

enum class Event : std::uint8_t { verify, defer, reject, close, recheck };
inline constexpr int kEventCount = 5;
const char* to_text(Event event);
std::optional<Event> event(std::string_view text);

enum class Method : std::uint8_t { authority, manual };
const char* to_text(Method method);
std::optional<Method> method(std::string_view text);

enum class Outcome : std::uint8_t { confirmed, denied };
const char* to_text(Outcome outcome);
std::optional<Outcome> outcome(std::string_view text);

// Who registers for somebody else, and by what: shown with both identities (MIIT Decree 25 (2013), art. 6).
struct Proxy {
  persons::Document document;
  persons::Identity identity;
  std::string authorisation;  // a code: number of the letter by which the person lets the proxy act
  std::string consent;        // code of the text that the proxy agreed to
};

// What a point of sale sends.
struct Capture {
  persons::Document document;
  persons::Identity identity;
  std::string category;   // "citizen", "foreigner", "minor", "organisation_user"
  std::string msisdn;     // in any usual writing, with the country code
  std::string dealer_id;  // a party's id; the line is reserved for it
  std::string place;      // codes: the dealer's place and device
  std::string device;
  std::string consent;                             // code of the text that the person agreed to
  std::optional<persons::Document> guardian = {};  // of a minor: a document of a holder on record
  std::string guardian_consent = {};               // code of the text that the guardian agreed to
  std::optional<Proxy> proxy = {};                 // who acts for the person, where it is not the person
  std::string organisation_kind = {};              // of an organisation user: a kind of the identifiers room
  std::string organisation_number = {};
};

struct Registration {
  std::string id;
  State state = State::captured;
  Instant state_since;
  std::optional<Instant> due_at;  // of a pending one: until when it must be verified
  Method method = Method::authority;
  std::optional<Instant> next_check_at;  // when the authority is asked next
  std::int64_t checks = 0;
  std::string line_id, holder_id, ownership_id;
  std::string document_id;  // that was shown
  std::string dealer_id, place, device, consent;
  std::string organisation_kind, organisation_number;
  std::string captured_by;
  Instant captured_at;
  std::vector<std::string> reasons;  // codes, why rejected
  std::int64_t version = 1;
};

// Bodies hold ids, codes and counts.
inline constexpr events::Kind kCaptured{"registration.captured", 1, "A line was registered to a person."};
inline constexpr events::Kind kVerified{"registration.verified", 1, "A registration was verified."};
inline constexpr events::Kind kDeferred{"registration.deferred", 1,
                                        "The authority is away; the line serves until the term to verify ends."};
inline constexpr events::Kind kRejected{"registration.rejected", 1, "A registration was rejected, with reasons."};
inline constexpr events::Kind kRechecked{
    "registration.rechecked", 1, "A verified registration is put to the test again; the line serves meanwhile."};
inline constexpr events::Kind kClosed{"registration.closed", 1, "The line of a registration was disconnected."};
inline constexpr events::Kind kChecked{"registration.checked", 1, "A person checked a registration by hand."};
inline constexpr events::Kind kLookedUp{"line.looked_up", 1, "Who holds a line was looked up, for a purpose."};

inline constexpr const char* kRegistrationRecord = "registration";

}  // namespace muster::registration

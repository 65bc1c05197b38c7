// Restrictions: records that gates read and decisions write. A hold is executed by the site's own host, never by the
// network; a blocklist entry keeps a domain from being filed or given access. Both end by themselves. Plain values.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::restrictions {

// The grounds of each are closed lists, in the schema as well. There is no ground for what a site says.
enum class HoldGround : std::uint8_t { unfiled, false_filing };
enum class BlocklistGround : std::uint8_t {
  false_filing,
  explicit_unlawful,
  child_abuse_material,  // sealed: never on a public list
  billing_fraud,
  phishing_or_malware,
};
const char* to_text(HoldGround ground);
const char* to_text(BlocklistGround ground);
std::optional<HoldGround> hold_ground(std::string_view text);
std::optional<BlocklistGround> blocklist_ground(std::string_view text);

enum class HoldState : std::uint8_t { active, lifted, expired };
enum class EntryState : std::uint8_t { proposed, active, expired, removed };
const char* to_text(HoldState state);
const char* to_text(EntryState state);
std::optional<HoldState> hold_state(std::string_view text);
std::optional<EntryState> entry_state(std::string_view text);

struct NewHold {
  std::string name;  // as names::Name normalises it
  HoldGround ground = HoldGround::unfiled;
  std::optional<std::string> site_id;
  std::string provider_id;  // the host: a party
  std::string notice_ref;   // never without prior notice
  std::optional<std::string> decision_ref;
  std::optional<std::string> order_ref;
  Instant from;
  Instant until;  // never open-ended
};

struct Hold : NewHold {
  std::string id;
  HoldState state = HoldState::active;
  std::optional<Instant> ended_at;
  std::string end_reason;  // snake_case code: "filed", "reversed", "stayed"
  std::int64_t version = 1;
};

struct NewEntry {
  std::string name;
  BlocklistGround ground = BlocklistGround::false_filing;
  std::string reason;  // a sentence for the entity and the public
  std::optional<std::string> order_ref;
  Instant from;
  Instant until;   // never open-ended
  Instant review;  // after from, not after until
};

struct Entry : NewEntry {
  std::string id;
  EntryState state = EntryState::proposed;
  std::optional<Instant> ended_at;
  std::string end_reason;
  std::int64_t version = 1;
};

// What is in force for a name now: of the name itself, and of the closest name above it that is on the blocklist.
struct Standing {
  std::optional<Hold> hold;
  std::optional<Entry> entry;
};

// Bodies: {"name":…,"ground":…,"until":…} and, at an end, {"name":…,"ground":…,"reason":…}. Sealed grounds leave "name"
// out.
inline constexpr events::Kind kHoldPlaced{"hold.placed", 1, "The host was told to hold a site."};
inline constexpr events::Kind kHoldLifted{"hold.lifted", 1, "A hold was lifted."};
inline constexpr events::Kind kHoldExpired{"hold.expired", 1, "A hold came to its end."};
inline constexpr events::Kind kEntryProposed{"blocklist_entry.proposed", 1, "A domain was proposed for the blocklist."};
inline constexpr events::Kind kEntryActivated{"blocklist_entry.activated", 1, "A domain was put on the blocklist."};
inline constexpr events::Kind kEntryRemoved{"blocklist_entry.removed", 1, "A domain was taken off the blocklist."};
inline constexpr events::Kind kEntryExpired{"blocklist_entry.expired", 1, "A blocklist entry came to its end."};

inline constexpr const char* kHoldRecord = "hold";
inline constexpr const char* kEntryRecord = "blocklist_entry";

}  // namespace muster::restrictions

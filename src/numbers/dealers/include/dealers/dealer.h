// Dealers: who sells lines under whose contract, where, with which people and devices. Plain values. A dealer has the
// id of its party (kind partner or carrier), so that a registration names both by one id.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::dealers {

enum class State : std::uint8_t {
  applied,    // on record; sells nothing yet
  active,     // may register within its contract and quota
  suspended,  // may not; what it registered is put to the test again
  ended,      // for good
};
inline constexpr int kStateCount = 4;
const char* to_text(State state);
std::optional<State> state(std::string_view text);

enum class Event : std::uint8_t { activate, suspend, reinstate, end };
inline constexpr int kEventCount = 4;
const char* to_text(Event event);
std::optional<Event> event(std::string_view text);

struct NewDealer {
  std::string id;               // the party's
  std::string contract_number;  // a code
  Instant contract_from;
  std::optional<Instant> contract_until = {};  // the first moment at which it is over
  std::string region;                          // a code: "CN-11"
  std::string parent_id = {};                  // the dealer whose contract it sells under, or ""
  std::int64_t quota = 0;                      // registrations a day of the working calendar; 1 to kQuotaMax
};
inline constexpr std::int64_t kQuotaMax = 1'000'000;

struct Dealer : NewDealer {
  State state = State::applied;
  Instant state_since;
  std::string reason;  // a code: why it was suspended or ended
  std::int64_t version = 1;
};

// Where a dealer sells. Coordinates in a hundred-thousandth of a degree (WGS 84), where they are known.
struct Place {
  std::string dealer_id, code, region;
  std::optional<std::int64_t> latitude_e5 = {}, longitude_e5 = {};
  Instant made_at = {};
};

struct Worker {
  std::string id, dealer_id, person_id;
  Instant from;
  std::optional<Instant> until;
};

// One browser of one person at one place, known by a key that it made itself and can't give away.
struct Device {
  std::string id, dealer_id, person_id, place, label;
  std::string public_key;  // base64 of the SubjectPublicKeyInfo; ECDSA on P-256
  Instant enrolled_at;
  Instant synced_at;  // when it last had nothing waiting
  std::optional<Instant> revoked_at;
  std::string revoked_reason;  // a code: "lost", "stolen", "left"
};

// Bodies hold ids, codes and counts.
inline constexpr events::Kind kApplied{"dealer.applied", 1, "A dealer was put on record."};
inline constexpr events::Kind kStepped{"dealer.stepped", 1, "A dealer changed its state."};
inline constexpr events::Kind kContractChanged{"dealer.contract_changed", 1,
                                               "A dealer's contract, region or quota changed."};
inline constexpr events::Kind kPlaceMade{"dealer.place_made", 1, "A place where a dealer sells was put on record."};
inline constexpr events::Kind kWorkerAdded{"dealer.worker_added", 1, "A person began to work for a dealer."};
inline constexpr events::Kind kWorkerEnded{"dealer.worker_ended", 1, "A person works for a dealer no more."};
inline constexpr events::Kind kCodeIssued{"dealer.code_issued", 1, "A one-time code for a device was issued."};
inline constexpr events::Kind kDeviceEnrolled{"dealer.device_enrolled", 1, "A device was bound to a dealer's person."};
inline constexpr events::Kind kDeviceRevoked{"dealer.device_revoked", 1, "A device was revoked."};
inline constexpr events::Kind kKeyMade{"dealer.packet_key_made", 1, "A key to which devices seal packets was made."};
inline constexpr events::Kind kPacketAccepted{"dealer.packet_accepted", 1, "A packet became a registration."};
inline constexpr events::Kind kPacketRefused{"dealer.packet_refused", 1, "A packet was refused, with reasons."};
inline constexpr events::Kind kSignalFound{"dealer.signal_found", 1, "Something looks odd; a person decides."};
inline constexpr events::Kind kSignalDecided{"dealer.signal_decided", 1, "A person decided on a signal."};

inline constexpr const char* kDealerRecord = "dealer";
inline constexpr const char* kDeviceRecord = "dealer_device";
inline constexpr const char* kPacketRecord = "dealer_packet";
inline constexpr const char* kSignalRecord = "dealer_signal";

}  // namespace muster::dealers

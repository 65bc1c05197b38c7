// Packets: what a device captured, sealed to the register's key and signed by the device, on its way in piece by piece.
// Plain values; the sealed bytes are in the database until they are registered or their term is over.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::dealers {

inline constexpr std::int64_t kPacketMaxBytes = 5ll << 20;  // sealed
inline constexpr std::size_t kChunkMaxBytes = 256u << 10;   // of one piece
inline constexpr int kOpenPacketsMax = 200;                 // of one device, begun and not whole
inline constexpr int kPicturesMax = 4;
inline constexpr std::int64_t kPictureMaxBytes = 1ll << 20;

enum class PacketState : std::uint8_t {
  receiving,  // some bytes are missing
  received,   // all are here; nobody looked yet
  accepted,   // it is a registration
  refused,    // with reasons; the content stays for a while, so that a correction needs the wrong fields alone
  corrected,  // another packet put it right
  expired,    // never came whole, or was never corrected
};
inline constexpr int kPacketStateCount = 6;
const char* to_text(PacketState state);
std::optional<PacketState> packet_state(std::string_view text);

struct Fault {
  std::string code, field, sentence;
  bool operator==(const Fault&) const = default;
};

// What a device says before it sends the first byte. `signature`: base64url of r ‖ s over packet_text().
struct Announced {
  std::string device_id;
  std::string key;     // Idempotency-Key of the registration
  std::string sha256;  // hex, of the sealed bytes
  std::int64_t size = 0;
  std::string key_id;         // to which key they are sealed
  std::string captured_at;    // RFC 3339, as the device says
  std::string corrects = {};  // the refused packet that this one puts right, or ""
  std::string signature;
};
// What the device signs: the same text for the same packet, whenever it is sent.
std::string packet_text(const Announced& announced);

struct Packet {
  std::string id, device_id, dealer_id, request_index, sha256;
  std::int64_t size = 0, held = 0;
  std::string key_id, corrects_id;
  PacketState state = PacketState::receiving;
  Instant state_since, captured_at, begun_at;
  std::optional<Instant> received_at;
  std::string registration_id;
  std::vector<Fault> faults;
  std::string document_index, identity_index;
  std::int64_t index_generation = 1;  // of the index key that they were made with
  std::int64_t version = 1;
};

}  // namespace muster::dealers

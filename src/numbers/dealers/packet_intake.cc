// Packets come in: announced, then piece by piece.
#include "device_store.h"
#include "faults.h"
#include "packet_faults.h"
#include "packet_keys.h"
#include "packet_store.h"

#include <dealers/packets.h>
#include <dealers/rules.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

Error unknown_packet() {
  return not_found("packet_unknown", "There is no such packet of this device.");
}

Result<Packet> own(store::Transaction& tx, const Device& device, const std::string& id) {
  auto packet = find_packet(tx, id);
  if (!packet || packet->device_id != device.id) return unknown_packet();
  return std::move(*packet);
}

bool corrects_refused(store::Transaction& tx, const Device& device, const std::string& id) {
  if (id.empty()) return true;
  const auto refused_one = find_packet(tx, id);
  return refused_one && refused_one->dealer_id == device.dealer_id && refused_one->state == PacketState::refused;
}

}  // namespace

Result<Packet> Packets::announce(const Device& device, const Announced& announced) {
  MUSTER_TRY(const Instant captured_at, check(announced));
  if (announced.device_id != device.id)
    return invalid("packet_device", "The packet was captured with another device.", "device_id");
  MUSTER_CHECK_OK(check_signature(device, packet_text(announced), announced.signature));
  const std::string index = vault_.blind_index("dealer_packet", device.dealer_id + "\n" + announced.key);
  return database_.write([&](store::Transaction& tx) -> Result<Packet> {
    if (auto before = find_packet_by_request(tx, index)) {
      if (before->sha256 == announced.sha256 && before->device_id == device.id) return std::move(*before);
      return invalid("idempotency_key_reused", "This Idempotency-Key came with another packet. Take a new one.",
                     "idempotency_key");
    }
    if (!find_packet_key(tx, announced.key_id))
      return invalid("packet_key_unknown", "The packet is sealed to a key that this register doesn't have.", "key_id");
    if (!corrects_refused(tx, device, announced.corrects))
      return invalid("corrects_unknown", "There is no refused packet of this dealer that could be corrected.",
                     "corrects");
    if (receiving_of(tx, device.id, kOpenPacketsMax) >= kOpenPacketsMax)
      return refused("packets_open", "This device has begun too many packets. Send the rest of those first.");
    const Instant now = recorder_.clock().now();
    Packet p;
    p.id = recorder_.new_id();
    p.device_id = device.id;
    p.dealer_id = device.dealer_id;
    p.request_index = index;
    p.sha256 = announced.sha256;
    p.size = announced.size;
    p.key_id = announced.key_id;
    p.corrects_id = announced.corrects;
    p.state_since = p.begun_at = now;
    p.captured_at = captured_at;
    insert(tx, p);
    if (const auto wrong = judge_time(policy_, device, captured_at, now)) {
      refuse_in(tx, recorder_, p, *wrong);
      if (!change(tx, p)) return changed_meanwhile();
    }
    return p;
  });
}

Result<Packet> Packets::append(const Device& device, const std::string& id, std::int64_t at_byte,
                               std::string_view bytes) {
  if (bytes.empty() || bytes.size() > kChunkMaxBytes)
    return invalid("chunk_size", fmt::format("A piece has 1 to {} bytes.", kChunkMaxBytes));
  MUSTER_TRY(Packet packet, database_.write([&](store::Transaction& tx) -> Result<Packet> {
    MUSTER_TRY(Packet p, own(tx, device, id));
    if (p.state != PacketState::receiving) return conflict("packet_whole", "This packet is whole already.");
    if (p.held != at_byte)
      return conflict("packet_offset", fmt::format("The next piece of this packet begins at byte {}.", p.held));
    if (static_cast<std::int64_t>(bytes.size()) > p.size - p.held)
      return invalid("chunk_size", "The piece goes beyond the packet's end.");
    add_part(tx, p.id, at_byte, bytes);
    p.held += static_cast<std::int64_t>(bytes.size());
    if (p.held == p.size) {
      p.state = PacketState::received;
      p.state_since = recorder_.clock().now();
      p.received_at = p.state_since;
    }
    ++p.version;
    if (!change(tx, p)) return changed_meanwhile();
    return p;
  }));
  if (packet.state != PacketState::received) return packet;
  auto settled = settle(packet.id);
  // What is whole is kept: when something is away it is looked at later.
  return settled.ok() ? std::move(settled) : Result<Packet>(std::move(packet));
}

Result<Packet> Packets::get(const Device& device, const std::string& id) const {
  return database_.read([&](store::Transaction& tx) { return own(tx, device, id); });
}

Result<std::vector<Packet>> Packets::of_device(const std::string& device_id, const std::string& before,
                                               int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Packet>> {
    return packets_of_device(tx, device_id, before, page_limit(limit));
  });
}

Result<std::vector<Packet>> Packets::of_dealer(const std::string& dealer_id, const std::string& before,
                                               int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Packet>> {
    return packets_of_dealer(tx, dealer_id, before, page_limit(limit));
  });
}

Result<int> Packets::sweep(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    int count = 0;
    for (const auto& [state, term] : {std::pair{PacketState::receiving, "dealers.packet_age_max"},
                                      std::pair{PacketState::refused, "dealers.refused_kept"}}) {
      for (Packet& p : stale_packets(tx, state, now - (policy_.due(term, now) - now), limit)) {
        p.state = PacketState::expired;
        p.state_since = now;
        ++p.version;
        if (!change(tx, p)) continue;
        drop_parts(tx, p.id);
        ++count;
      }
    }
    return count;
  });
}

}  // namespace muster::dealers

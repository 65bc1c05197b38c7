// SQL of devices, the codes that enrol them, and the keys that packets are sealed to. Inside of the room.
#pragma once

#include <store/database.h>

#include <vector>

#include <dealers/dealer.h>

namespace muster::dealers {

void insert(store::Transaction& tx, const Device& device);
std::optional<Device> find_device(store::Transaction& tx, const std::string& id);
// With its public key, whose column is unique.
std::optional<Device> find_device_by_key(store::Transaction& tx, const std::string& public_key);
std::vector<Device> devices_of(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                               int limit);
std::vector<Device> devices_of_person(store::Transaction& tx, const std::string& dealer_id,
                                      const std::string& person_id);
void set_synced(store::Transaction& tx, const std::string& id, Instant at);
// False: it was revoked already.
bool revoke(store::Transaction& tx, const std::string& id, const std::string& reason, Instant now);

struct Code {
  std::string code_index, dealer_id, person_id, place, issued_by;
  Instant issued_at, expires_at;
  std::string device_id;
};
void insert(store::Transaction& tx, const Code& code);
std::optional<Code> find_code(store::Transaction& tx, const std::string& code_index);
void use_code(store::Transaction& tx, const std::string& code_index, const std::string& device_id);
int sweep_codes(store::Transaction& tx, Instant expired_before);

struct PacketKey {
  std::string id, public_key;
  Instant made_at;
  std::optional<Instant> retired_at = {};
};
void insert(store::Transaction& tx, const PacketKey& key);
std::optional<PacketKey> find_packet_key(store::Transaction& tx, const std::string& id);
std::optional<PacketKey> live_packet_key(store::Transaction& tx);
void retire_packet_key(store::Transaction& tx, const std::string& id, Instant now);

}  // namespace muster::dealers

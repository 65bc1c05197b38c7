// SQL of packets and their pieces. Inside of the room.
#pragma once

#include <store/database.h>

#include <dealers/packet.h>
#include <dealers/signals.h>

namespace muster::dealers {

void insert(store::Transaction& tx, const Packet& packet);
std::optional<Packet> find_packet(store::Transaction& tx, const std::string& id);
std::optional<Packet> find_packet_by_request(store::Transaction& tx, const std::string& request_index);
// Writes what may change: held, state, times, registration, faults, hashes. False: it is at another version.
bool change(store::Transaction& tx, const Packet& packet);
int receiving_of(store::Transaction& tx, const std::string& device_id, int at_most);
// Newest first; before: the last id seen, or "".
std::vector<Packet> packets_of_device(store::Transaction& tx, const std::string& device_id, const std::string& before,
                                      int limit);
std::vector<Packet> packets_of_dealer(store::Transaction& tx, const std::string& dealer_id, const std::string& before,
                                      int limit);
std::vector<std::string> received_packets(store::Transaction& tx, int limit);
std::vector<Packet> stale_packets(store::Transaction& tx, PacketState state, Instant since_before, int limit);

void add_part(store::Transaction& tx, const std::string& packet_id, std::int64_t at_byte, std::string_view bytes);
Result<std::string> parts_of(store::Transaction& tx, const std::string& packet_id);
void drop_parts(store::Transaction& tx, const std::string& packet_id);
void add_picture(store::Transaction& tx, const std::string& picture_index, const std::string& packet_id);

// For the signals: what a dealer attempted in [from, until), whose packets' ids lie between.
std::vector<Act> acts_of_packets(store::Transaction& tx, const std::string& dealer_id, const std::string& from_id,
                                 const std::string& until_id, int limit);
// Accepted registrations that came without a packet.
std::vector<Act> acts_of_registrations(store::Transaction& tx, const std::string& dealer_id, const std::string& from_id,
                                       const std::string& until_id, int limit);
int identities_of(store::Transaction& tx, const std::string& document_index, const std::string& since_id);
int persons_of(store::Transaction& tx, const std::string& picture_index, const std::string& since_id);

}  // namespace muster::dealers

// SQL of peers and of what they told. Inside of the room.
#pragma once

#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <sharing/peers.h>

namespace muster::sharing {

void insert_peer(store::Transaction& tx, const Peer& peer, const std::string& token_sha256, const std::string& person);
bool end_peer(store::Transaction& tx, const std::string& id, Instant now);
bool identity_is_known(store::Transaction& tx, const std::string& identity_id);
std::optional<Peer> select_peer(store::Transaction& tx, const std::string& id);
std::optional<Peer> select_peer_of(store::Transaction& tx, const std::string& token_sha256);  // not ended
std::vector<Peer> select_peers(store::Transaction& tx, const std::string& after, int limit);
void add_figures(store::Transaction& tx, Peer& peer);  // how much it told, by what became of it
void set_cursor(store::Transaction& tx, const std::string& id, const std::string& cursor);
void set_polled(store::Transaction& tx, const std::string& id, const std::string& fault, bool whole, Instant now);

std::int64_t count_of_day(store::Transaction& tx, const std::string& peer_id, const std::string& day);
std::int64_t count_raised(store::Transaction& tx, const std::string& peer_id, const std::string& day);
std::optional<Received> select_received(store::Transaction& tx, const std::string& object_id);
void insert_received(store::Transaction& tx, const std::string& peer_id, const Told& told, const std::string& state,
                     Instant now);
void update_received(store::Transaction& tx, const Received& before, const Told& told, const std::string& state);
// Those of a peer that wait and haven't ended, the oldest first.
std::vector<Received> select_waiting(store::Transaction& tx, const std::string& peer_id, Instant now,
                                     std::int64_t limit);
void set_raised(store::Transaction& tx, const std::string& object_id, const std::string& suspicion_id,
                const std::string& day);
std::vector<Received> select_received_page(store::Transaction& tx, const std::string& peer_id, const std::string& state,
                                           const std::string& after, int limit);

void insert_status(store::Transaction& tx, const std::string& id, const std::string& peer_id, const std::string& body,
                   Instant now);
void sweep_statuses(store::Transaction& tx, const std::string& peer_id, Instant before, int most);
std::optional<std::string> select_status(store::Transaction& tx, const std::string& peer_id, const std::string& id);

}  // namespace muster::sharing

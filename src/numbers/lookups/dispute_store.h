// SQL of disputes. Inside of the room.
#pragma once

#include <store/database.h>

#include <lookups/dispute.h>

namespace muster::lookups {

void insert(store::Transaction& tx, const Dispute& dispute);
std::optional<Dispute> find_dispute(store::Transaction& tx, const std::string& id);
std::optional<Dispute> open_dispute_of(store::Transaction& tx, const std::string& ownership_id);
std::vector<Dispute> list_disputes(store::Transaction& tx, const std::string& state, const std::string& after,
                                   int limit);
std::vector<Dispute> overdue_disputes(store::Transaction& tx, Instant now, int limit);
std::vector<Dispute> disputes_of(store::Transaction& tx, const std::string& holder_id);
std::vector<Dispute> untold_disputes(store::Transaction& tx, int limit);
// Writes what changes with a step or an answer. False: it is at another version.
bool change(store::Transaction& tx, const Dispute& dispute);

}  // namespace muster::lookups

// SQL of blocks and leases. Inside of resources.
#pragma once

#include <resources/service.h>

namespace muster::resources {

std::optional<Block> find_block(store::Transaction& tx, const std::string& id);
void insert(store::Transaction& tx, const Block& block);
// False: the version was another one.
bool update(store::Transaction& tx, const Block& block);
// The first live child of `parent` ("": root) that meets the range.
std::optional<Block> find_overlap(store::Transaction& tx, const std::string& parent, const AddressRange& range);
// The live child that holds the whole range.
std::optional<Block> find_around(store::Transaction& tx, const std::string& parent, const AddressRange& range);
// Live children of a block, in order of address, at most `limit`.
std::vector<Block> live_children(store::Transaction& tx, const std::string& parent, const std::string& after_key,
                                 int limit);
// A live child goes to the part of its parent that it lies in.
void move_to(store::Transaction& tx, const std::string& id, const std::string& parent_id);
BlockPage list_blocks(store::Transaction& tx, const BlockFilter& filter, const std::string& after, int limit);

std::optional<Lease> find_lease(store::Transaction& tx, const std::string& id);
std::optional<Lease> live_lease_of(store::Transaction& tx, const std::string& block_id);
void insert(store::Transaction& tx, const Lease& lease);
bool update(store::Transaction& tx, const Lease& lease);
LeasePage list_leases(store::Transaction& tx, const LeaseFilter& filter, const std::string& after, int limit);

// Columns of address_block as block_of reads them.
#define BLOCK_COLUMNS                                                                                               \
  "b.id, b.parent_id, b.address_range, b.level, b.name, b.source, b.holder_id, b.allocator_id, b.user_id, b.mode, " \
  "b.gateway, b.location, b.origin, b.state, b.state_since, b.reasons, b.split_from, b.created_at, b.version, "     \
  "b.first_key"
Block block_of(const store::Row& row);

}  // namespace muster::resources

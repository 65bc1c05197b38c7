#include "allocation.h"
#include "resource_json.h"
#include "resource_store.h"
#include <resources/rules.h>

namespace muster::resources {
namespace {

Error unknown() {
  return not_found("block_unknown", "There is no such block of addresses.");
}
Error stale() {
  return {Failure::stale,
          "version_stale",
          "Somebody changed this block meanwhile; look at it again. Nothing was changed.",
          {}};
}
Error not_yours() {
  return refused("block_not_yours", "Only the block's holder or the register does this.");
}

const events::Kind& kind_of(BlockEvent event) {
  switch (event) {
    case BlockEvent::record_source:
      return kSourceRecorded;
    case BlockEvent::assign:
      return kBlockAssigned;
    case BlockEvent::unassign:
      return kBlockUnassigned;
    case BlockEvent::split:
      return kBlockSplit;
    case BlockEvent::return_:
      return kBlockReturned;
  }
  return kBlockReturned;
}

constexpr int kChildrenPage = 500;

// Children of a block that was split go to the part that each lies in.
Result<void> move_children(store::Transaction& tx, const std::string& from, const std::vector<Block>& parts,
                           std::span<const AddressRange> ranges) {
  for (std::string after;;) {
    const auto children = live_children(tx, from, after, kChildrenPage);
    for (const Block& child : children) {
      MUSTER_TRY(const std::size_t part, part_of(child.range, ranges));
      after = child.range.first_key();
      move_to(tx, child.id, parts[part].id);
    }
    if (static_cast<int>(children.size()) < kChildrenPage) return {};
  }
}

Result<std::vector<std::string>> split(store::Transaction& tx, const ledger::Recorder& recorder, Block& block,
                                       const BlockStep& step, const std::string& actor) {
  if (live_lease_of(tx, block.id))
    return conflict("block_leased", "This block has a live lease; end that one before you split the block.");
  std::vector<AddressRange> ranges = step.parts;
  if (step.prefix_length) {
    MUSTER_TRY(ranges, split_evenly(block.range, *step.prefix_length));
  } else {
    MUSTER_CHECK_OK(check_parts(block.range, ranges));
  }
  if (!update(tx, block)) return stale();
  std::vector<Block> parts;
  std::vector<std::string> ids;
  for (const AddressRange& range : ranges) {
    Block part = block;
    part.id = recorder.new_id();
    part.range = range;
    part.state = BlockState::held;
    part.split_from = block.id;
    part.created_at = block.state_since;
    part.version = 1;
    const auto gateway = identifiers::parse_address_range(part.particulars.gateway);
    if (!gateway.ok() || !range.contains(*gateway)) part.particulars.gateway.clear();
    insert(tx, part);
    recorder.record(tx, kBlockRecorded, actor, kBlockRecord, part.id, recorded_body(part, ""));
    ids.push_back(part.id);
    parts.push_back(std::move(part));
  }
  MUSTER_CHECK_OK(move_children(tx, block.id, parts, ranges));
  return ids;
}

// What the step does to the block beside its state.
Result<void> take_in(store::Transaction& tx, Block& block, const BlockStep& step) {
  if (step.event == BlockEvent::record_source) {
    MUSTER_TRY(block.source, check_source(step.source));
  } else if (step.event == BlockEvent::assign) {
    MUSTER_CHECK_OK(check_user(block, parties::find_party(tx, step.user_id)));
    block.user_id = step.user_id;
  } else if (step.event == BlockEvent::unassign) {
    if (block.holder_id == block.allocator_id)
      return refused("self_assignment",
                     "This block was allocated to its user; without one its allocator would hold it of itself. Return "
                     "the block instead.");
    block.user_id.clear();
  }
  if ((step.event == BlockEvent::assign || step.event == BlockEvent::return_) &&
      !live_children(tx, block.id, "", 1).empty())
    return conflict("block_has_children", "Parts of this block are allocated; they are returned first.");
  if (step.event == BlockEvent::return_ && live_lease_of(tx, block.id))
    return conflict("block_leased", "This block has a live lease; end that one first.");
  return {};
}

}  // namespace

Result<Block> Service::record_root(const NewRoot& asked, const Actor& actor) const {
  if (!actor.registrar) return not_yours();
  return database_.write([&](store::Transaction& tx) -> Result<Block> {
    return resources::record_root(tx, recorder_, asked, actor.id, "");
  });
}

Result<Block> Service::allocate(const NewAllocation& asked, const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Block> {
    const auto parent = find_block(tx, asked.parent_id);
    if (!parent) return unknown();
    if (!actor.registrar && actor.party_id != parent->holder_id) return not_yours();
    return resources::allocate(tx, recorder_, *parent, asked, actor.id, "");
  });
}

Result<Block> Service::apply(const std::string& id, std::int64_t version, const BlockStep& step,
                             const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Block> {
    auto block = find_block(tx, id);
    if (!block) return unknown();
    if (block->version != version) return stale();
    const BlockState from = block->state;
    MUSTER_TRY(const BlockTransition* transition, check_block_step(*block, step.event, step.reasons, actor));
    MUSTER_CHECK_OK(take_in(tx, *block, step));
    block->state = transition->to;
    block->state_since = recorder_.clock().now();
    block->reasons = step.reasons;
    ++block->version;
    std::vector<std::string> parts;
    if (step.event == BlockEvent::split) {
      MUSTER_TRY(parts, split(tx, recorder_, *block, step, actor.id));
    } else if (!update(tx, *block)) {
      return stale();
    }
    recorder_.record(tx, kind_of(step.event), actor.id, kBlockRecord, id, step_body(*block, from, step.event, parts));
    return *block;
  });
}

Result<Block> Service::change(const std::string& id, std::int64_t version, const Particulars& asked,
                              const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Block> {
    auto block = find_block(tx, id);
    if (!block) return unknown();
    if (block->version != version) return stale();
    if (!actor.registrar && actor.party_id != block->holder_id) return not_yours();
    if (!is_live(block->state)) return conflict("block_ended", "This block has ended; what it says stays as it was.");
    MUSTER_TRY(block->particulars, check_particulars(asked, block->range));
    ++block->version;
    if (!update(tx, *block)) return stale();
    recorder_.record(tx, kBlockChanged, actor.id, kBlockRecord, id, changed_body(*block));
    return *block;
  });
}

Result<Block> Service::block(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Block> {
    auto block = find_block(tx, id);
    if (!block) return unknown();
    return *block;
  });
}

Result<std::vector<Tenant>> Service::path(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Tenant>> {
    std::vector<Tenant> out;
    for (auto block = find_block(tx, id); block; block = find_block(tx, out.back().block.parent_id)) {
      out.push_back({*block, live_lease_of(tx, block->id)});
      if (block->parent_id.empty()) break;
    }
    if (out.empty()) return unknown();
    std::reverse(out.begin(), out.end());
    return out;
  });
}

Result<BlockPage> Service::blocks(const BlockFilter& filter, const std::string& after, int limit) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<BlockPage> { return list_blocks(tx, filter, after, limit); });
}

Result<std::vector<events::Event>> Service::history(const std::string& record_kind, const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, record_kind, id);
  });
}

Result<std::vector<Tenant>> Service::chain(const AddressRange& address) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Tenant>> { return chain_of(tx, address); });
}

}  // namespace muster::resources

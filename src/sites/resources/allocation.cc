#include "allocation.h"

#include "resource_json.h"
#include "resource_store.h"
#include <resources/rules.h>

namespace muster::resources {
namespace {

Block begin(const ledger::Recorder& recorder, const AddressRange& range, Particulars particulars) {
  Block block;
  block.id = recorder.new_id();
  block.range = range;
  block.particulars = std::move(particulars);
  block.created_at = block.state_since = recorder.clock().now();
  return block;
}

Result<void> check_beside(store::Transaction& tx, const std::string& parent, const AddressRange& range) {
  const auto sibling = find_overlap(tx, parent, range);
  return sibling ? check_no_overlap(range, {&*sibling, 1}) : Result<void>();
}

}  // namespace

Result<Block> record_root(store::Transaction& tx, const ledger::Recorder& recorder, const NewRoot& asked,
                          const std::string& actor, const std::string& import_id) {
  MUSTER_TRY(auto particulars, check_particulars(asked.particulars, asked.range));
  MUSTER_CHECK_OK(check_root_holder(parties::find_party(tx, asked.holder_id)));
  MUSTER_CHECK_OK(check_beside(tx, "", asked.range));
  Block block = begin(recorder, asked.range, std::move(particulars));
  block.holder_id = asked.holder_id;
  if (!asked.source.empty()) {
    MUSTER_TRY(block.source, check_source(asked.source));
    block.state = BlockState::held;
  }
  insert(tx, block);
  recorder.record(tx, kBlockRecorded, actor, kBlockRecord, block.id, recorded_body(block, import_id));
  return block;
}

Result<Block> allocate(store::Transaction& tx, const ledger::Recorder& recorder, const Block& parent,
                       const NewAllocation& asked, const std::string& actor, const std::string& import_id) {
  MUSTER_TRY(auto particulars, check_particulars(asked.particulars, asked.range));
  const auto to = parties::find_party(tx, asked.to);
  MUSTER_CHECK_OK(check_allocation(parent, live_lease_of(tx, parent.id), asked.range, to, recorder.clock().now()));
  MUSTER_CHECK_OK(check_beside(tx, parent.id, asked.range));
  Block block = begin(recorder, asked.range, std::move(particulars));
  block.parent_id = parent.id;
  block.level = parent.level + 1;
  block.allocator_id = parent.holder_id;
  if (gives_access(*to)) {
    block.holder_id = to->id;
    block.state = BlockState::held;
  } else {
    block.holder_id = parent.holder_id;
    block.user_id = to->id;
    block.state = BlockState::assigned;
  }
  insert(tx, block);
  recorder.record(tx, kBlockAllocated, actor, kBlockRecord, block.id, recorded_body(block, import_id));
  return block;
}

}  // namespace muster::resources

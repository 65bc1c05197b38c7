// The SQL of the log. Inside of the room.
#pragma once

#include <ledger/log.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::ledger::tables {

std::int64_t size(store::Transaction& tx);  // of the sequence
bool anything_pending(store::Transaction& tx);
struct PendingLeaf {
  std::string event_id;
  Hash hash;
};
std::vector<PendingLeaf> pending(store::Transaction& tx, int limit);
// Gives the leaves the indexes from `from` on and takes them off the list of those that wait.
void append_sequence(store::Transaction& tx, std::int64_t from, const std::vector<PendingLeaf>& leaves);
void append_nodes(store::Transaction& tx, const std::vector<std::pair<merkle::NodeId, Hash>>& nodes);
merkle::NodeSource nodes(store::Transaction& tx);

// Without cosignatures.
std::optional<Checkpoint> latest_checkpoint(store::Transaction& tx);
std::optional<Checkpoint> checkpoint_at(store::Transaction& tx, std::int64_t size);
std::optional<Checkpoint> latest_witnessed(store::Transaction& tx);
void append_checkpoint(store::Transaction& tx, const Checkpoint& checkpoint);
// Puts the lines of the cosignatures under the note.
Checkpoint with_cosignatures(store::Transaction& tx, Checkpoint checkpoint);

std::optional<std::int64_t> index_of(store::Transaction& tx, const std::string& event_id);
bool has_leaf(store::Transaction& tx, const std::string& event_id);
std::optional<Entry> entry(store::Transaction& tx, std::int64_t index);
std::vector<Entry> entries_after(store::Transaction& tx, std::int64_t after, int limit);
std::vector<Entry> entries_before(store::Transaction& tx, std::int64_t before, int limit);
std::vector<Entry> entries_of_record(store::Transaction& tx, std::int64_t before, int limit,
                                     const std::string& record_kind, const std::string& record_id);

std::vector<EnrolledWitness> witnesses(store::Transaction& tx);
void insert_witness(store::Transaction& tx, const EnrolledWitness& witness);
bool retire_witness(store::Transaction& tx, const std::string& name, Instant at);
bool has_cosignature(store::Transaction& tx, std::int64_t size, const std::string& witness);
void insert_cosignature(store::Transaction& tx, std::int64_t size, const std::string& witness, const std::string& line,
                        Instant at);

}  // namespace muster::ledger::tables

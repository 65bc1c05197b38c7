// How verification goes through the ledger. Inside of the room.
#pragma once

#include <ledger/merkle.h>
#include <ledger/verify.h>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace muster::ledger::checking {

inline constexpr std::int64_t kBatch = 4096;  // leaves held at once

// One entry of the sequence with what it should agree with. Absent parts are null.
struct Row {
  std::int64_t index = 0;
  std::string event_id;
  std::optional<std::string> data, stored_hash;  // ledger_leaf
  std::optional<std::string> fields;             // what the leaf's data begins with by the event's row
  std::optional<std::string> salt, body;         // event_payload
};
std::vector<Row> read_entries(store::Transaction& tx, std::int64_t from, std::int64_t to);
// Compares the parts of one entry with each other.
void check_entry(store::Transaction& tx, const Row& row, Report& report);

// A checkpoint as stored.
struct StoredCheckpoint {
  std::int64_t size = 0;
  std::string root, note;
  Instant at;
};
std::vector<StoredCheckpoint> read_checkpoints(store::Transaction& tx, std::int64_t from,
                                               std::int64_t to);  // from < size ≤ to
std::optional<StoredCheckpoint> last_checkpoint(store::Transaction& tx);
// The note's own body when it is this log's and rightly signed.
std::optional<CheckpointBody> signed_body(const StoredCheckpoint& checkpoint, const VerifierKey& log_key);

using WitnessKeys = std::map<std::string, VerifierKey>;
WitnessKeys witness_keys(store::Transaction& tx, const VerifyOptions& options, Report& report);
// Row against note, signature, cosignatures; not the root against the tree.
void check_checkpoint(store::Transaction& tx, const StoredCheckpoint& checkpoint, const VerifyOptions& options,
                      const WitnessKeys& witnesses, Report& report);

// Walks the sequence along two trees at once: one of what the entries' data hash to, one of the stored hashes. A node
// is right when it fits either: so that one change gives one fault, at its place. When nothing differs, both are the
// same tree.
class Walk {
 public:
  Walk(store::Transaction& tx, const VerifyOptions& options, std::optional<CheckpointBody> since, Report& report);
  // Returns the number of entries that there should be.
  std::int64_t run();

 private:
  std::int64_t bound();
  void batch(std::int64_t from, std::int64_t to);
  void missing(std::int64_t from, std::int64_t to);
  void add(const std::optional<Row>& row);
  void check_node(merkle::NodeId id, const Hash& from_data, const Hash& from_stored);
  void at_size(std::int64_t size);
  bool is_root(const Hash& root) const { return by_data_.root() == root || by_stored_.root() == root; }

  store::Transaction& tx_;
  const VerifyOptions& options_;
  std::optional<CheckpointBody> since_;
  Report& report_;
  WitnessKeys witnesses_;
  merkle::Frontier by_data_, by_stored_;
  std::map<merkle::NodeId, Hash> nodes_;  // stored ones of this batch
  std::set<merkle::NodeId> unknown_;      // nodes under which an entry is missing, not yet joined to their parent
  std::deque<StoredCheckpoint> checkpoints_;
  std::int64_t good_size_ = 0;  // of the newest checkpoint that fits
};

// Events without leaf, leaves that are nowhere, entries, nodes and checkpoints beyond the end.
void check_strays(store::Transaction& tx, const VerifyOptions& options, std::int64_t size, Report& report);

}  // namespace muster::ledger::checking

// Checks a whole ledger against itself, against the keys of log and witnesses, and against a checkpoint from outside;
// offline, in bounded memory, in one snapshot. Every node is compared with its children, so that each fault is found
// where it is.
#pragma once

#include <ledger/note.h>
#include <store/database.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::ledger {

struct Fault {
  std::string what;  // code: payload_changed, leaf_changed, entry_missing, node_changed, checkpoint_root, rolled_back …
  std::string sentence;          // for a person
  std::int64_t index = -1;       // first entry concerned, −1: not one entry
  std::int64_t index_last = -1;  // last entry concerned
  std::string event_id;
};

class Report {
 public:
  static constexpr std::size_t kFaultsMax = 1000;  // of each kind are listed; all are counted
  void add(Fault fault);
  bool ok() const { return total_ == 0; }
  std::int64_t total() const { return total_; }
  const std::vector<Fault>& faults() const { return faults_; }
  bool has(const std::string& what) const { return counts_.contains(what); }
  const std::map<std::string, std::int64_t>& counts() const { return counts_; }

  std::int64_t entries = 0;  // in sequence
  std::int64_t pending = 0;  // not yet in sequence
  std::int64_t nodes = 0;
  std::int64_t checkpoints = 0;
  std::int64_t cosignatures = 0;
  std::int64_t payloads_destroyed = 0;  // with an event that says so
  std::int64_t witnessed_size = 0;      // the largest size with a right cosignature
  std::string root;                     // of all entries, hex

 private:
  std::vector<Fault> faults_;
  std::map<std::string, std::int64_t> counts_;
  std::int64_t total_ = 0;
};

// A rule of another room, re-derived from the tables in the same snapshot; it adds faults of its own.
struct Invariant {
  std::string name;
  std::function<void(store::Transaction&, Report&)> check;
};

struct VerifyOptions {
  VerifierKey log_key;
  std::vector<VerifierKey> witness_keys;  // besides those that the database names
  std::optional<std::string> since;       // note text of a checkpoint that was kept outside
  std::vector<Invariant> invariants;
  Duration pending_grace = std::chrono::hours(1);   // a leaf may wait this long behind a checkpoint (long imports)
  std::function<void(std::int64_t done)> progress;  // every few thousand entries
};

// Errors: those of the database; verify_since (the outside checkpoint is unreadable or not signed by this log).
Result<Report> verify(store::Database& database, const VerifyOptions& options);

}  // namespace muster::ledger

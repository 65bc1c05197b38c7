// Rotation of the index key as a job. Two generations stand side by side while it runs: what is written is of the new
// one, what is looked up is looked for under both (Vault::index_keys), and the job turns what stands already, batch by
// batch. Then no value of the former generation is left, and its key leaves the ring. Killed at any point it goes on
// from its last batch; cancelled, both generations stay and everything is found, and the next rotation goes on to the
// same generation.
//
// A table can be turned when what its values were made of stands in the vault. What is not kept anywhere (an
// Idempotency-Key, a code) can not: of such purposes the key stays, and of these alone (IndexedHouse::kept_purposes).
#pragma once

#include <jobs/jobs.h>
#include <vault/vault.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace muster::vault {

inline constexpr const char* kIndexRotationJob = "vault.rotate_index";
inline constexpr int kIndexBatch = 200;  // rows in one transaction

// One table whose blind indexes turn. Rows are gone through in the order of their keys.
struct IndexedTable {
  std::string name;
  struct Turned {
    std::string last;          // the key of the last row that was looked at; "" at the end
    std::int64_t records = 0;  // that were turned
  };
  // The next `limit` rows after `after`; those of an older generation are turned. Run again it turns nothing.
  std::function<Result<Turned>(store::Transaction&, const IndexKeys&, const std::string& after, int limit)> turn;
  std::function<std::int64_t(store::Transaction&)> count;  // rows in all, for the progress
};

// All of a program's.
struct IndexedHouse {
  std::vector<IndexedTable> tables;
  // Purposes whose values can not be made anew; asked when a rotation begins.
  std::function<std::vector<std::string>(store::Transaction&)> kept_purposes;
};

struct IndexPace {
  int batch = kIndexBatch;
  std::chrono::milliseconds pause{5};  // between two batches, so that other writers get on
};

// Progress counts rows. Result: {"generation":n,"records":n}. Vault, database and house outlive it.
jobs::Function index_rotation_job(const Vault& vault, store::Database& database, IndexedHouse house,
                                  IndexPace pace = {});

// Queues it. Errors: index_rotation_runs (one waits or runs already, or the keys of records turn), and the queue's.
Result<std::string> start_index_rotation(store::Database& database, jobs::Service& jobs,
                                         const ledger::Recorder& recorder, const std::string& actor);

}  // namespace muster::vault

// Rotation of the key ring as a job: a new active key, the keys of all records wrapped anew by it in batches while
// others read and write, then the old keys leave the ring, each only when nothing is wrapped by it. Killed at any
// point, it goes on from its last batch; cancelled, the ring keeps both keys and everything stays readable, and the
// next rotation goes on to the same key. Values are not encrypted anew: their data keys are theirs for life.
#pragma once

#include <jobs/jobs.h>
#include <vault/vault.h>

#include <chrono>
#include <string>

namespace muster::vault {

inline constexpr const char* kRotationJob = "vault.rotate";

struct RotationPace {
  int batch = kRotationBatch;          // records in one transaction
  std::chrono::milliseconds pause{5};  // between two batches, so that other writers get on
};

// Progress counts records. Result: {"key":"…","records":n}. Vault and database outlive it.
jobs::Function rotation_job(const Vault& vault, store::Database& database, RotationPace pace = {});

// Queues it; one that waits or runs already is the one. Returns the job's id. Errors: index_rotation_runs, and the
// queue's.
Result<std::string> start_rotation(store::Database& database, jobs::Service& jobs, const ledger::Recorder& recorder,
                                   const std::string& actor);

}  // namespace muster::vault

// Group commit: captures that arrive while another commit runs share the next one. Inside of the room.
#pragma once

#include "submission.h"
#include <base/group_commit.h>

namespace muster::registration {

// Thread-safe.
struct Service::Committer {
  Committer(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
            const policy::Policy& policy, const Admission& admission, std::size_t batch_max)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        admission_(admission),
        group_(batch_max, internal_error("registration_failed", "The registration failed."),
               [this](std::span<Prepared* const> captures) { return commit(captures); }) {}

  Result<Submitted> submit(Prepared prepared) { return group_.submit(std::move(prepared)); }
  // Without waiting for others: the caller has enough of its own.
  std::vector<Result<Submitted>> commit(std::span<Prepared* const> captures);

 private:
  Result<std::vector<Result<Submitted>>> in_one(std::span<Prepared* const> captures);
  Result<Submitted> alone(Prepared& prepared);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const Admission& admission_;
  GroupCommit<Prepared, Submitted> group_;
};

}  // namespace muster::registration

// Group commit: captures that arrive while another commit runs share the next one. Inside of the room.
#pragma once

#include "submission.h"

#include <condition_variable>
#include <mutex>

namespace muster::registration {

// Thread-safe. No thread of its own: of the callers that wait, one at a time commits for all.
struct Service::Committer {
  Committer(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
            const policy::Policy& policy, const Admission& admission, std::size_t batch_max)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        admission_(admission),
        batch_max_(batch_max) {}

  Result<Submitted> submit(Prepared prepared);
  // Without waiting for others: the caller has enough of its own.
  std::vector<Result<Submitted>> commit(std::span<Prepared* const> captures);

 private:
  struct Waiting {
    Prepared* prepared;
    std::optional<Result<Submitted>> result = {};
  };
  void lead(std::unique_lock<std::mutex>& lock);
  Result<std::vector<Result<Submitted>>> in_one(std::span<Prepared* const> captures);
  Result<Submitted> alone(Prepared& prepared);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const Admission& admission_;
  const std::size_t batch_max_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::deque<Waiting*> queue_;
  bool leading_ = false;
};

}  // namespace muster::registration

// Letters to providers about pre-approvals that end: one before the last day (within filing.pre_approval_notice of the
// policy) and one after it, each once, where no later approval of the kind replaces it. A letter is all that happens by
// itself: a defect notice is a person's decision. Thread-safe.
#pragma once

#include <filings/pre_approval.h>
#include <ledger/recorder.h>
#include <store/database.h>

namespace muster::notices {
class Service;
}

namespace muster::filings {

class ApprovalLetters {
 public:
  ApprovalLetters(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
                  notices::Service& notices)
      : database_(database), recorder_(recorder), policy_(policy), notices_(notices) {}

  // Writes those that are due, at most `limit` of each sort, in one transaction. Returns how many; call it again until
  // it says 0. What ended more than 90 days ago without a letter gets none. Errors: those of notices.
  Result<int> write_due(int limit = 200) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  notices::Service& notices_;
};

}  // namespace muster::filings

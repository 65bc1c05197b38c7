// Comparing an uploaded file as a job: progress in lines, then numbers; cancelled, the comparison is given up and the
// file goes; interrupted by the end of the process, it goes on with the same file.
#pragma once

#include <jobs/jobs.h>

#include <reconciliation/inbox.h>
#include <reconciliation/service.h>

namespace muster::reconciliation {

inline constexpr const char* kCompareJob = "reconciliation.compare";
inline constexpr int kBadLinesTold = 50;

// Result: {"run": id|null, "dry_run", "differing", "theirs", "bad", "errors": [{"line", "field", "code", "sentence"}]}.
// All of it outlives the job.
jobs::Function compare_job(jobs::Service& jobs, store::Database& database, const ledger::Recorder& recorder,
                           Inbox& inbox);

// Errors: upload_unknown, upload_cut_off (bytes are missing), upload_compared (it waits or runs already), the queue's.
Result<std::string> start_compare(jobs::Service& jobs, Inbox& inbox, const std::string& actor, const std::string& id,
                                  bool dry_run);

}  // namespace muster::reconciliation

// The work of campaigns in the background.
#pragma once

#include <jobs/jobs.h>

#include <campaigns/service.h>

namespace muster::campaigns {

inline constexpr const char* kWorkJob = "campaigns";           // enrolment, moved deadlines, steps that are due
inline constexpr const char* kFollowJob = "campaigns_follow";  // lines whose registration was verified serve again

// One round for one campaign, or for every one that runs ("{}"): with progress; cancelled, it stops between two batches
// and the next round goes on there.
Result<std::string> work(const Service& service, jobs::JobContext& context);
// Before jobs.start(). Steps every minute, restoration every few seconds.
Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now);

}  // namespace muster::campaigns

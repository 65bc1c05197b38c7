#include <jobs/jobs.h>
#include <policy/policy.h>
#include <schedule/service.h>

#include <fmt/format.h>

namespace muster::schedule {

Result<void> add_job(jobs::Service& jobs, const Service& service, const policy::Policy& policy, Instant now) {
  jobs.add_kind(kPlanJob, [&service](jobs::JobContext& job) -> Result<std::string> {
    const auto made = service.replan([&](std::int64_t done, std::int64_t total) {
      job.progress(done, total, "planning");
      return !job.cancelled();
    });
    if (!made.ok())
      return made.error().code == "schedule_plan_cancelled" ? jobs::JobContext::interrupted() : made.error();
    const WaterLevel& water = made->plan.water;
    return fmt::format(R"({{"plan":"{}","sites":{},"at_floor":{},"at_ceiling":{},"floor_met":{}}})", made->id,
                       made->plan.sites, water.at_floor, water.at_ceiling, water.affordable);
  });
  return jobs.schedule(kPlanJob, policy.duration("schedule.plan_every"), now + std::chrono::minutes(1));
}

}  // namespace muster::schedule

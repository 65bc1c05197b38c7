#include <jobs/jobs.h>
#include <policy/policy.h>
#include <schedule/service.h>

#include <fmt/format.h>

namespace muster::schedule {

Result<void> add_job(jobs::Service& jobs, const Service& service, const census::Service& census,
                     const policy::Policy& policy, Instant now) {
  jobs.add_kind(kPlanJob, [&service, &census](jobs::JobContext& job) -> Result<std::string> {
    const auto going_on = [&job](const char* phase) {
      return [&job, phase](std::int64_t done, std::int64_t total) {
        job.progress(done, total, phase);
        return !job.cancelled();
      };
    };
    const auto enrolled = service.enrol(census, going_on("enrolling"));
    const auto made = enrolled.ok() ? service.replan(going_on("planning")) : Result<PlanRow>(enrolled.error());
    if (!made.ok())
      return made.error().code == "schedule_plan_cancelled" ? jobs::JobContext::interrupted() : made.error();
    const WaterLevel& water = made->plan.water;
    return fmt::format(R"({{"plan":"{}","came":{},"sites":{},"at_floor":{},"at_ceiling":{},"floor_met":{}}})", made->id,
                       enrolled->came, made->plan.sites, water.at_floor, water.at_ceiling, water.affordable);
  });
  return jobs.schedule(kPlanJob, policy.duration("schedule.plan_every"), now + std::chrono::minutes(1));
}

}  // namespace muster::schedule

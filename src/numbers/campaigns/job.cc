#include <campaigns/job.h>
#include <fmt/format.h>

namespace muster::campaigns {
namespace {

// Runs one piece again and again until nothing is left; false: it was stopped before.
template <class Piece>
Result<bool> until_nothing(jobs::JobContext& context, std::int64_t& done, const char* phase, Piece piece) {
  for (;;) {
    if (context.cancelled()) return false;
    MUSTER_TRY(const std::int64_t some, piece());
    if (some == 0) return true;
    done += some;
    context.progress(done, 0, phase);
  }
}

Result<bool> work_on(const Service& service, const std::string& id, jobs::JobContext& context, std::int64_t& enrolled,
                     std::int64_t& told, std::int64_t& stepped) {
  MUSTER_TRY(const bool all_in, until_nothing(context, enrolled, "enrolling", [&]() -> Result<std::int64_t> {
               MUSTER_TRY(const auto batch, service.enrol(id));
               return batch.looked_at;
             }));
  if (!all_in) return false;
  MUSTER_TRY(const bool all_told, until_nothing(context, told, "telling", [&]() -> Result<std::int64_t> {
               MUSTER_TRY(const int some, service.tell_moves(id));
               return some;
             }));
  if (!all_told) return false;
  return until_nothing(context, stepped, "stepping", [&]() -> Result<std::int64_t> {
    MUSTER_TRY(const int some, service.step_due(id));
    return some;
  });
}

}  // namespace

Result<std::string> work(const Service& service, jobs::JobContext& context) {
  std::int64_t enrolled = 0, told = 0, stepped = 0, exemptions = 0;
  MUSTER_TRY(const bool over, until_nothing(context, exemptions, "exemptions", [&]() -> Result<std::int64_t> {
               MUSTER_TRY(const int some, service.end_exemptions());
               return some;
             }));
  if (!over) return jobs::JobContext::interrupted();
  MUSTER_TRY(const auto running, service.running());
  for (const std::string& id : running) {
    MUSTER_TRY(const bool done, work_on(service, id, context, enrolled, told, stepped));
    if (!done) return jobs::JobContext::interrupted();
  }
  return fmt::format(R"({{"looked_at":{},"told":{},"stepped":{},"exemptions_ended":{}}})", enrolled, told, stepped,
                     exemptions);
}

Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now) {
  jobs.add_kind(kWorkJob, [&service](jobs::JobContext& context) { return work(service, context); });
  jobs.add_kind(kFollowJob, [&service](jobs::JobContext& context) -> Result<std::string> {
    std::int64_t events = 0;
    MUSTER_TRY(const bool all, until_nothing(context, events, "following", [&]() -> Result<std::int64_t> {
                 MUSTER_TRY(const int some, service.follow());
                 return some;
               }));
    if (!all) return jobs::JobContext::interrupted();
    return fmt::format(R"({{"events":{}}})", events);
  });
  MUSTER_CHECK_OK(jobs.schedule(kWorkJob, std::chrono::minutes(1), now));
  return jobs.schedule(kFollowJob, std::chrono::seconds(5), now);
}

}  // namespace muster::campaigns

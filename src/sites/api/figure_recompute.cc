// POST /figures/recomputations: all figures anew from all events, as a job; its result says what differed.
#include "figure_handlers.h"
#include <jobs/jobs.h>

namespace muster::api {

http::Response figure_recompute(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto id, services.jobs.enqueue(request.principal->person_id, kRecomputeJob));
  return answer(json::object{{"job_id", id}}, 202).header("Location", "/api/jobs/" + id);
}

Result<std::string> run_recompute(const Services& services, jobs::JobContext& context) {
  // What happened since is counted first, so that both are compared at the same event.
  for (int some = 1; some > 0 && !context.cancelled();) {
    MUSTER_TRY(some, services.metrics.ingest());
  }
  MUSTER_TRY(const auto done, services.metrics.recompute([&](std::int64_t read, std::int64_t all) {
    context.progress(read, all, "events");
    return !context.cancelled();
  }));
  if (done.stopped) return jobs::JobContext::interrupted();
  return json::serialize(recomputed_json(done));
}

}  // namespace muster::api

// POST /bundle-reruns/{id}/events: resume, after its job was cancelled or failed. (Cancelling is the job's.)
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_rerun_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"resume"};
  Body body(request);
  (void)body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto again, services.bundles.resume_rerun(request.param("id"), request.principal->person_id));
  return answer({{"job_id", again.job_id}, {"rerun_id", again.id}}, 202);
}

}  // namespace muster::api

// POST /bundles/{id}/reruns: a bundle in shadow over what was tested before, as a job.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_rerun(const Services& services, const http::Request& request) {
  Body body(request);
  const auto pages = body.maybe_integer("pages_max", 1, bundles::kRerunPagesMax);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto asked, services.bundles.rerun(request.param("id"), request.principal->person_id,
                                                             pages.value_or(bundles::kRerunPagesMax)));
  return answer({{"job_id", asked.job_id}, {"rerun_id", asked.id}}, 202);
}

}  // namespace muster::api

// GET /jobs/{id}, and POST /jobs/{id}/cancel by whoever started it or runs the register.
#include "job_handlers.h"

namespace muster::web {

http::Response job_show(const JobParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto job, parts.jobs.get(request.param("id")));
  return answer(job_json(job));
}

http::Response job_cancel(const JobParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto job, parts.jobs.get(request.param("id")));
  const auto& me = *request.principal;
  if (job.created_by != me.person_id && !me.has("registrar") && !me.has("operator"))
    return http::Response::problem(
        refused("job_not_yours", "Only who started a job, a registrar or an operator can stop it."));
  MUSTER_ANSWER_CHECK(parts.jobs.cancel(job.id));
  return job_show(parts, request);
}

}  // namespace muster::web

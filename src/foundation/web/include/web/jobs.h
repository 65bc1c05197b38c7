// Long work through the API: begun with 202, looked at and watched at /api/jobs.
#pragma once

#include <base/time.h>
#include <http/router.h>
#include <jobs/jobs.h>
#include <web/json.h>

namespace muster::web {

// Outlives the router.
struct JobParts {
  const Clock& clock;
  jobs::Service& jobs;
};

json::object job_json(const jobs::Job& job);
// 202 with the id of the work that was begun, and where it is looked at.
http::Response job_started(const std::string& job_id);

// GET /api/jobs, /api/jobs/{id}, /api/jobs/{id}/live; POST /api/jobs/{id}/cancel by whoever started it, a registrar or
// an operator. For whoever is signed in.
void add_job_routes(http::Router& router, const JobParts& parts);

}  // namespace muster::web

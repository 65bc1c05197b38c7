// Jobs, and the notices that wait for whoever is signed in.
#include "notice_list.h"
#include "routes.h"
#include <web/jobs.h>

namespace muster::api {

void add_job_routes(http::Router& router, const Services& services) {
  web::add_job_routes(router, {services.clock, services.jobs});
  const Routes routes(router, services);
  routes.add("GET", "/api/notices", http::Access::signed_in(), notice_list);
  routes.add("POST", "/api/notices/{id}/events", http::Access::signed_in(), notice_event);
}

}  // namespace muster::api

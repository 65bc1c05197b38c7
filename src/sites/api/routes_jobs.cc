// Jobs, and the notices that wait for whoever is signed in.
#include "job_json.h"
#include "notice_list.h"
#include <http/router.h>

namespace muster::api {

void add_job_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern,
                       http::Response (*handler)(const Services&, const http::Request&)) {
    router.add({.method = method,
                .pattern = pattern,
                .access = Access::signed_in(),
                .handler = [services, handler](const http::Request& request) { return handler(services, request); }});
  };
  add("GET", "/api/jobs", job_list);
  add("GET", "/api/jobs/{id}", job_show);
  add("GET", "/api/jobs/{id}/live", job_live);
  add("POST", "/api/jobs/{id}/cancel", job_cancel);
  add("GET", "/api/notices", notice_list);
  add("POST", "/api/notices/{id}/events", notice_event);
}

}  // namespace muster::api

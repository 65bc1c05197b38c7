// Jobs, and the notices that wait for whoever is signed in.
#include "notice_list.h"
#include <api/services.h>
#include <http/router.h>
#include <web/jobs.h>

namespace muster::api {

void add_job_routes(http::Router& router, const Services& services) {
  web::add_job_routes(router, {services.clock, services.jobs});
  const auto add = [&](const char* method, const char* pattern,
                       http::Response (*handler)(const Services&, const http::Request&)) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::signed_in(),
                .handler = [services, handler](const http::Request& request) { return handler(services, request); }});
  };
  add("GET", "/api/notices", notice_list);
  add("POST", "/api/notices/{id}/events", notice_event);
}

}  // namespace muster::api

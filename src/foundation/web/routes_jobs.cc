#include "job_handlers.h"

namespace muster::web {

void add_job_routes(http::Router& router, const JobParts& parts) {
  const auto add = [&](const char* method, const char* pattern,
                       http::Response (*handler)(const JobParts&, const http::Request&)) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::signed_in(),
                .handler = [parts, handler](const http::Request& request) { return handler(parts, request); }});
  };
  add("GET", "/api/jobs", job_list);
  add("GET", "/api/jobs/{id}", job_show);
  add("GET", "/api/jobs/{id}/live", job_live);
  add("POST", "/api/jobs/{id}/cancel", job_cancel);
}

}  // namespace muster::web

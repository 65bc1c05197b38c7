#include "census_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {
namespace {

constexpr std::size_t kUploadMaxBytes = 256u << 20;  // of one list or log; more goes through `muster census`

}  // namespace

void add_census_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  const Access makers = Access::any_of({"registrar", "examiner"});
  const auto add = [&](const char* method, const char* pattern, const Access& access,
                       http::Response (*handler)(const Services&, const http::Request&),
                       std::size_t body_max = 1u << 20) {
    http::Route route;
    route.method = method;
    route.pattern = pattern;
    route.access = access;
    route.handler = [services, handler](const http::Request& request) { return handler(services, request); };
    if (route.method == "POST")
      route.handler = http::once(services.database, services.clock, services.random, std::move(route.handler));
    route.body_max_bytes = body_max;
    router.add(std::move(route));
  };
  add("GET", "/api/census/runs", readers, census_runs);
  add("POST", "/api/census/runs", makers, census_start, kUploadMaxBytes);
  add("GET", "/api/census/runs/{id}", readers, census_run);
  add("GET", "/api/census/runs/{id}/findings.csv", readers, census_findings_csv);
  add("GET", "/api/census/findings", readers, census_findings);
  add("POST", "/api/census/findings/notices", makers, census_findings_notices);
  add("GET", "/api/census/runs/{id}/notices", readers, census_notices);
  add("POST", "/api/census/runs/{id}/notices", makers, census_notices_send);
  add("GET", "/api/census/runs/{id}/countries", readers, census_countries);
  add("GET", "/api/census/notices/{id}/sites.csv", Access::signed_in(), census_notice_sites);
  add("GET", "/api/census/delta", readers, census_delta);
  add("GET", "/api/census/delta.csv", readers, census_delta_csv);
}

}  // namespace muster::api

#include "census_handlers.h"
#include "routes.h"
#include "shadow_handlers.h"

namespace muster::api {
namespace {

constexpr std::size_t kUploadMaxBytes = 256u << 20;  // of one list or log; more goes through `muster census`

}  // namespace

void add_census_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  const Access makers = Access::any_of({"registrar", "examiner"});
  const Routes routes(router, services);
  routes.add("GET", "/api/census/runs", readers, census_runs);
  routes.create("/api/census/runs", makers, census_start, kUploadMaxBytes);
  routes.add("GET", "/api/census/runs/{id}", readers, census_run);
  routes.add("GET", "/api/census/runs/{id}/findings.csv", readers, census_findings_csv);
  routes.add("GET", "/api/census/findings", readers, census_findings);
  routes.create("/api/census/findings/notices", makers, census_findings_notices);
  routes.add("GET", "/api/census/runs/{id}/notices", readers, census_notices);
  routes.create("/api/census/runs/{id}/notices", makers, census_notices_send);
  routes.add("GET", "/api/census/runs/{id}/countries", readers, census_countries);
  routes.add("GET", "/api/census/notices/{id}/sites.csv", Access::signed_in(), census_notice_sites);
  routes.add("GET", "/api/census/delta", readers, census_delta);
  routes.add("GET", "/api/census/delta.csv", readers, census_delta_csv);
  add_shadow_routes(router, services);
}

}  // namespace muster::api

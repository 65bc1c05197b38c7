#include "routes.h"
#include "shadow_handlers.h"
#include <jobs/jobs.h>

namespace muster::api {

void add_shadow_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "operator", "auditor"});
  routes.create("/api/shadow/comparisons", Access::any_of({"registrar", "examiner", "operator"}), shadow_compare,
                kShadowBodyMax);
  routes.add("GET", "/api/shadow/comparisons", readers, shadow_runs);
  routes.add("GET", "/api/shadow/comparisons/{id}", readers, shadow_run);
  routes.add("GET", "/api/shadow/comparisons/{id}/differences", readers, shadow_differences);
  routes.add("GET", "/api/shadow/comparisons/{id}/differences.csv", readers, shadow_differences_csv);
  services.jobs.add_kind(kShadowJob, [services](jobs::JobContext& context) { return run_shadow(services, context); });
}

}  // namespace muster::api

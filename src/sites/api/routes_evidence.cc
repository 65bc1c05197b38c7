// Legal holds, the terms of evidence, and bundles of a case.
#include "evidence_handlers.h"
#include "routes.h"
#include <jobs/jobs.h>

namespace muster::api {

void add_evidence_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "auditor"});
  routes.add("GET", "/api/evidence-holds", readers, hold_list);
  routes.create("/api/evidence-holds", Access::any_of({"examiner", "decider", "security_decider", "appeal_officer"}),
                hold_set);
  routes.add("GET", "/api/evidence-holds/{id}", readers, hold_show);
  routes.add("POST", "/api/evidence-holds/{id}/events",
             Access::any_of({"decider", "security_decider", "appeal_officer"}), hold_event);
  routes.add("GET", "/api/tests/{id}/retention", readers, testing_retention);
  routes.add("POST", "/api/court-bundles/{id}/readings", readers, court_bundle_file);

  services.jobs.add_kind(evidence::kCourtBundleJob,
                         [services](jobs::JobContext& context) { return court_bundles_of(services).run(context); });
}

}  // namespace muster::api

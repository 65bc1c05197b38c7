#include "evidence_handlers.h"
#include "routes.h"
#include "testing_handlers.h"

namespace muster::api {

void add_testing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "auditor"});
  const Access lookers =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer"});
  const Access screeners =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor"});
  const Access screeners_and_supervisors = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor", "supervisor"});
  routes.add("GET", "/api/tests", readers, testing_list);
  routes.add("GET", "/api/tests/{id}", readers, testing_show);
  routes.add("GET", "/api/tests/{id}/evidence", readers, testing_evidence);
  routes.add("GET", "/api/tests/{id}/custody", readers, testing_custody);
  routes.add("POST", "/api/tests/{id}/picture-views", readers, testing_picture);
  routes.add("POST", "/api/tests/{id}/events", lookers, testing_event);
  routes.add("POST", "/api/tests/{id}/bundle", readers, testing_bundle);
  routes.create("/api/tests", Access::any_of({"examiner"}), testing_request);
  routes.add("GET", "/api/schedule", screeners, schedule_list);
  routes.add("GET", "/api/schedule/{site}", screeners, schedule_site);
  routes.add("GET", "/api/likeness/{host}", screeners, likeness_site);
  routes.add("GET", "/api/likeness/{host}/cluster", screeners, likeness_cluster);
  routes.add("GET", "/api/test-campaigns", screeners_and_supervisors, test_campaign_list);
  routes.add("GET", "/api/test-campaigns/{id}", screeners_and_supervisors, test_campaign_show);
  routes.create("/api/test-campaigns", Access::any_of({"examiner", "supervisor"}), test_campaign_start);
  routes.add("POST", "/api/test-campaigns/{id}/events", Access::any_of({"examiner", "supervisor"}),
             test_campaign_event);
  routes.add("GET", "/api/work", screeners, work_list);
  routes.add("POST", "/api/work/{key}/events", Access::any_of({"examiner"}), work_event);
  routes.add("GET", "/api/suspicions", screeners, testing_suspicions);
  routes.add("GET", "/api/suspicions/{id}", screeners, testing_suspicion);
  routes.add("POST", "/api/suspicions/{id}/events", Access::any_of({"examiner"}), testing_suspicion_event);

  add_evidence_routes(router, services);
}

}  // namespace muster::api

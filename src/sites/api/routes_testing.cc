#include "testing_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_testing_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const Access readers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "auditor"});
  const Access screeners =
      Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor"});
  const Access screeners_and_supervisors = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "auditor", "supervisor"});
  add("GET", "/api/tests", readers, testing_list);
  add("GET", "/api/tests/{id}", readers, testing_show);
  add("GET", "/api/tests/{id}/evidence", readers, testing_evidence);
  add("GET", "/api/tests/{id}/custody", readers, testing_custody);
  add("GET", "/api/tests/{id}/screenshot", readers, testing_screenshot);
  add("POST", "/api/tests/{id}/bundle", readers, testing_bundle);
  router.add(
      {.method = "POST",
       .pattern = "/api/tests",
       .access = Access::any_of({"examiner"}),
       .handler = http::once(services.database, services.clock, services.random,
                             [services](const http::Request& request) { return testing_request(services, request); })});
  add("GET", "/api/schedule", screeners, schedule_list);
  add("GET", "/api/schedule/{site}", screeners, schedule_site);
  add("GET", "/api/likeness/{host}", screeners, likeness_site);
  add("GET", "/api/likeness/{host}/cluster", screeners, likeness_cluster);
  add("GET", "/api/test-campaigns", screeners_and_supervisors, test_campaign_list);
  add("GET", "/api/test-campaigns/{id}", screeners_and_supervisors, test_campaign_show);
  router.add({.method = "POST",
              .pattern = "/api/test-campaigns",
              .access = Access::any_of({"examiner", "supervisor"}),
              .handler = http::once(services.database, services.clock, services.random,
                                    [services](const http::Request& r) { return test_campaign_start(services, r); })});
  add("POST", "/api/test-campaigns/{id}/events", Access::any_of({"examiner", "supervisor"}), test_campaign_event);
  add("GET", "/api/work", screeners, work_list);
  add("POST", "/api/work/{key}/events", Access::any_of({"examiner"}), work_event);
  add("GET", "/api/suspicions", screeners, testing_suspicions);
  add("GET", "/api/suspicions/{id}", screeners, testing_suspicion);
  add("POST", "/api/suspicions/{id}/events", Access::any_of({"examiner"}), testing_suspicion_event);
}

}  // namespace muster::api

#include "desk_handlers.h"
#include "routes.h"

namespace muster::api {

void add_desk_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access workers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "operator"});
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "operator", "auditor", "supervisor"});
  const Routes routes(router, services);
  routes.add("GET", "/api/case-queue", readers, queue_list);
  routes.add("GET", "/api/case-queue/mine", workers, queue_mine);
  routes.create("/api/case-queue/next", workers, queue_next);
  routes.add("GET", "/api/cases/{id}/claim", readers, case_claim_show);
  routes.add("POST", "/api/cases/{id}/claim/events", workers, case_claim_event);
  routes.add("GET", "/api/case-history.csv", Access::any_of({"auditor", "supervisor", "decider"}), case_history);
  routes.add("GET", "/api/conflicts", workers, conflict_list);
  routes.create("/api/conflicts", workers, conflict_declare);
  routes.add("POST", "/api/conflicts/{id}/events", workers, conflict_event);
  routes.add("GET", "/api/duties", readers, duty_list);
  routes.create("/api/duties", Access::any_of({"supervisor", "decider", "operator"}), duty_enter);
  routes.add("POST", "/api/duties/{id}/events", Access::any_of({"supervisor", "decider", "operator"}), duty_event);
  routes.add("GET", "/api/staffing", readers, staffing_list);
  routes.add("GET", "/api/staffing/people", Access::any_of({"supervisor", "decider", "operator"}), staffing_people);
  routes.add("GET", "/api/confirmer-pools", readers, pool_list);
  routes.create("/api/confirmer-pools", Access::any_of({"decider", "supervisor"}), pool_propose);
  routes.add("POST", "/api/confirmer-pools/{id}/events", Access::any_of({"decider", "confirmer", "supervisor"}),
             pool_event);
  routes.add("GET", "/api/delegations", workers, delegation_list);
  routes.create("/api/delegations", workers, delegation_give);
  routes.add("POST", "/api/delegations/{id}/events", workers, delegation_event);
  routes.add("GET", "/api/care", workers, care_show);
  routes.add("PUT", "/api/care", workers, care_change);
  routes.add("POST", "/api/care/views", workers, care_view);
}

}  // namespace muster::api

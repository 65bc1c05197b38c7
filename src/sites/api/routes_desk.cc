#include "desk_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_desk_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const Access workers = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "operator"});
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "operator", "auditor", "supervisor"});
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto create = [&](const char* pattern, Access access, Action action) {
    router.add({.method = "POST",
                .pattern = pattern,
                .access = std::move(access),
                .handler = http::once(
                    services.database, services.clock, services.random,
                    [services, action](const http::Request& request) { return action(services, request); })});
  };
  add("GET", "/api/case-queue", readers, queue_list);
  add("GET", "/api/case-queue/mine", workers, queue_mine);
  create("/api/case-queue/next", workers, queue_next);
  add("GET", "/api/cases/{id}/claim", readers, case_claim_show);
  add("POST", "/api/cases/{id}/claim/events", workers, case_claim_event);
  add("GET", "/api/case-history.csv", Access::any_of({"auditor", "supervisor", "decider"}), case_history);
  add("GET", "/api/conflicts", workers, conflict_list);
  create("/api/conflicts", workers, conflict_declare);
  add("POST", "/api/conflicts/{id}/events", workers, conflict_event);
  add("GET", "/api/duties", readers, duty_list);
  create("/api/duties", Access::any_of({"supervisor", "decider", "operator"}), duty_enter);
  add("POST", "/api/duties/{id}/events", Access::any_of({"supervisor", "decider", "operator"}), duty_event);
  add("GET", "/api/staffing", readers, staffing_list);
  add("GET", "/api/staffing/people", Access::any_of({"supervisor", "decider", "operator"}), staffing_people);
  add("GET", "/api/confirmer-pools", readers, pool_list);
  create("/api/confirmer-pools", Access::any_of({"decider", "supervisor"}), pool_propose);
  add("POST", "/api/confirmer-pools/{id}/events", Access::any_of({"decider", "confirmer", "supervisor"}), pool_event);
  add("GET", "/api/delegations", workers, delegation_list);
  create("/api/delegations", workers, delegation_give);
  add("POST", "/api/delegations/{id}/events", workers, delegation_event);
  add("GET", "/api/care", workers, care_show);
  add("PUT", "/api/care", workers, care_change);
  add("POST", "/api/care/views", workers, care_view);
}

}  // namespace muster::api

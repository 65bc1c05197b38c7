#include "case_handlers.h"
#include "desk_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_case_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto create = [&](const char* pattern, Access access, Action action, std::size_t body_max = 1 << 20) {
    auto once = http::once(services.database, services.clock, services.random,
                           [services, action](const http::Request& request) { return action(services, request); });
    router.add({.method = "POST",
                .pattern = pattern,
                .access = std::move(access),
                .handler = std::move(once),
                .body_max_bytes = body_max});
  };
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "operator", "auditor"});
  const Access signers = Access::any_of({"decider", "confirmer", "security_decider", "security_confirmer"});
  const Access evidence = Access::any_of({"examiner", "decider", "security_decider"});
  const Access appeals = Access::any_of({"appeal_officer", "decider", "confirmer", "auditor"});

  add_desk_routes(router, services);

  add("GET", "/api/grounds", Access::anybody(), ground_list);
  add("GET", "/api/cases", readers, case_list);
  create("/api/cases", Access::any_of({"examiner"}), case_open);
  add("GET", "/api/cases/{id}", readers, case_show);
  add("POST", "/api/cases/{id}/events", Access::any_of({"examiner", "decider", "operator"}), case_event);
  create("/api/cases/{id}/elements", evidence, case_element);
  create("/api/cases/{id}/notices", evidence, case_notice);
  create("/api/cases/{id}/decision", Access::any_of({"decider", "security_decider"}), decision_prepare);

  add("GET", "/api/decisions/{id}", readers, decision_show);
  add("POST", "/api/decisions/{id}/events", signers, decision_event);
  create("/api/decisions/{id}/signatures", signers, decision_sign);

  add("GET", "/api/orders", Access::signed_in(), order_list);
  add("GET", "/api/orders/{id}", Access::signed_in(), order_show);
  add("POST", "/api/orders/{id}/events",
      Access::any_of({"operator", "examiner", "decider", "confirmer", "security_decider", "security_confirmer"}),
      order_event);
  create("/api/orders/{id}/renewals", Access::any_of({"examiner"}), order_renewal);
  create("/api/orders/{id}/appeals", Access::any_of({"registrar", "examiner", "appeal_officer"}), order_appeal);

  add("GET", "/api/appeals", appeals, appeal_list);
  add("GET", "/api/appeals/{id}", appeals, appeal_show);
  add("POST", "/api/appeals/{id}/events", Access::any_of({"appeal_officer"}), appeal_event);

  add("GET", "/api/received-orders",
      Access::any_of({"decider", "confirmer", "security_decider", "security_confirmer", "operator", "auditor"}),
      received_order_list);
  create("/api/received-orders", Access::any_of({"operator"}), received_order_enter, 2 << 20);
  add("POST", "/api/received-orders/{id}/events", Access::any_of({"operator"}), received_order_event);
}

}  // namespace muster::api

#include "case_handlers.h"
#include "desk_handlers.h"
#include "evidence_handlers.h"
#include "routes.h"

namespace muster::api {

void add_case_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers = Access::any_of({"examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                                         "appeal_officer", "operator", "auditor"});
  const Access signers = Access::any_of({"decider", "confirmer", "security_decider", "security_confirmer"});
  const Access evidence = Access::any_of({"examiner", "decider", "security_decider"});
  const Access examining = Access::any_of(
      {"examiner", "decider", "confirmer", "security_decider", "security_confirmer", "appeal_officer", "auditor"});
  const Access appeals = Access::any_of({"appeal_officer", "decider", "confirmer", "auditor"});

  add_desk_routes(router, services);

  routes.add("GET", "/api/grounds", Access::anybody(), ground_list);
  routes.add("GET", "/api/cases", readers, case_list);
  routes.create("/api/cases", Access::any_of({"examiner"}), case_open);
  routes.add("GET", "/api/cases/{id}", readers, case_show);
  routes.add("POST", "/api/cases/{id}/events", Access::any_of({"examiner", "decider", "operator"}), case_event);
  routes.create("/api/cases/{id}/elements", evidence, case_element);
  routes.create("/api/cases/{id}/notices", evidence, case_notice);
  routes.add("GET", "/api/cases/{id}/retention", examining, case_retention);
  routes.create("/api/cases/{id}/bundles", examining, court_bundle_ask);
  routes.add("GET", "/api/cases/{id}/bundles", examining, court_bundle_list);
  routes.create("/api/cases/{id}/decision", Access::any_of({"decider", "security_decider"}), decision_prepare);

  routes.add("GET", "/api/decisions/{id}", readers, decision_show);
  routes.add("POST", "/api/decisions/{id}/events", signers, decision_event);
  routes.create("/api/decisions/{id}/signatures", signers, decision_sign);

  routes.add("GET", "/api/orders", Access::signed_in(), order_list);
  routes.add("GET", "/api/orders/{id}", Access::signed_in(), order_show);
  routes.add("GET", "/api/orders/{id}/hold-page", Access::signed_in(), order_hold_page);
  routes.add("GET", "/api/orders/{id}/xarf", Access::signed_in(), order_xarf);
  routes.add("POST", "/api/orders/{id}/events",
             Access::any_of({"operator", "examiner", "decider", "confirmer", "security_decider", "security_confirmer"}),
             order_event);
  routes.create("/api/orders/{id}/renewals", Access::any_of({"examiner"}), order_renewal);
  routes.create("/api/orders/{id}/appeals", Access::any_of({"registrar", "examiner", "appeal_officer"}), order_appeal);

  routes.add("GET", "/api/appeals", appeals, appeal_list);
  routes.add("GET", "/api/appeals/{id}", appeals, appeal_show);
  routes.add("POST", "/api/appeals/{id}/events", Access::any_of({"appeal_officer"}), appeal_event);

  routes.add("GET", "/api/received-orders",
             Access::any_of({"decider", "confirmer", "security_decider", "security_confirmer", "operator", "auditor"}),
             received_order_list);
  routes.create("/api/received-orders", Access::any_of({"operator"}), received_order_enter, 2 << 20);
  routes.add("POST", "/api/received-orders/{id}/events", Access::any_of({"operator"}), received_order_event);
}

}  // namespace muster::api

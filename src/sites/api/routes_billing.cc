#include "billing_handlers.h"
#include "routes.h"

namespace muster::api {

void add_billing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access reads = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                       "security_confirmer", "operator", "supervisor", "auditor"});
  const Access seen = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                      "security_confirmer", "operator", "supervisor", "auditor", "partner_user"});
  const Access writes = Access::any_of({"registrar", "operator"});
  const Access seconds = Access::any_of({"registrar", "operator", "supervisor"});
  routes.add("GET", "/api/billing-services", seen, billing_service_list);
  routes.create("/api/billing-services", writes, billing_service_propose);
  routes.add("POST", "/api/billing-services/imports/{id}/events", Access::any_of({"supervisor"}), billing_import_event);
  routes.create("/api/billing-services/imports", writes, billing_import, 64u << 20);
  routes.add("GET", "/api/billing-services/{id}", seen, billing_service_show);
  routes.add("PUT", "/api/billing-services/{id}", writes, billing_service_change);
  routes.add("POST", "/api/billing-services/{id}/events", seconds, billing_service_event);
  routes.add("GET", "/api/billing-services/{id}/findings", seen, billing_service_findings);
  routes.add("GET", "/api/billing-services/{id}/inspections", seen, flow_list);
  routes.create("/api/billing-services/{id}/inspections", Access::any_of({"registrar", "examiner", "operator"}),
                flow_inspect);
  routes.create("/api/billing-services/{id}/prices", writes, billing_price_propose);
  routes.add("POST", "/api/billing-services/{id}/prices/{price}/events", Access::any_of({"supervisor"}),
             billing_price_event);
  routes.add("GET", "/api/charge-files", writes, charge_files);
  routes.add("GET", "/api/charge-reconciliations", reads, charge_list);
  routes.create("/api/charge-reconciliations", writes, charge_start);
  routes.add("GET", "/api/charge-reconciliations/{id}", reads, charge_show);
  routes.add("GET", "/api/charge-reconciliations/{id}/findings", reads, charge_findings);
  routes.add("GET", "/api/flow-inspections/{id}", seen, flow_show);
  routes.add("GET", "/api/partners/{id}/stop-list", seen, partner_stops);
  routes.add("GET", "/api/stop-list", reads, stop_list_entries);
  routes.add("GET", "/feeds/stop-list", Access::anybody(), stop_list_feed);  // token or session: checked there
  services.jobs.add_kind(kServiceImportJob,
                         [services](jobs::JobContext& context) { return run_service_import(services, context); });
}

}  // namespace muster::api

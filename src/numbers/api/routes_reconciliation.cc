#include "reconciliation_handlers.h"

namespace muster::numbers_api {

void add_reconciliation_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  add_route(router, services, "GET", "/api/reconciliations", readers, run_list);
  add_route(router, services, "GET", "/api/reconciliations/{id}", readers, run_show);
  add_route(router, services, "POST", "/api/reconciliations/{id}/events", Access::any_of({"operator"}), run_event);
  add_route(router, services, "GET", "/api/reconciliation-differences", readers, difference_list);
}

}  // namespace muster::numbers_api

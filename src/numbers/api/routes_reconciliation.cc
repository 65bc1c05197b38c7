#include "reconciliation_handlers.h"

namespace muster::numbers_api {

void add_reconciliation_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  add_route(router, services, "GET", "/api/reconciliations", readers, run_list);
  add_route(router, services, "GET", "/api/reconciliations/{id}", readers, run_show);
  add_route(router, services, "POST", "/api/reconciliations/{id}/events", Access::any_of({"operator"}), run_event);
  add_route(router, services, "GET", "/api/reconciliation-differences", readers, difference_list);
  add_route(router, services, "GET", "/api/reconciliation-differences.csv", readers, difference_csv);
  const Access operators = Access::any_of({"operator"});
  add_route(router, services, "GET", "/api/reconciliation-uploads", operators, upload_list);
  add_route(router, services, "POST", "/api/reconciliation-uploads", operators, upload_begin);
  add_route(router, services, "GET", "/api/reconciliation-uploads/{id}", operators, upload_show);
  add_route(router, services, "PUT", "/api/reconciliation-uploads/{id}/bytes", operators, upload_bytes,
            reconciliation::kPieceMaxBytes);
  add_route(router, services, "POST", "/api/reconciliation-uploads/{id}/events", operators, upload_event);
}

}  // namespace muster::numbers_api

#include "line_handlers.h"

namespace muster::numbers_api {

void add_line_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  const Access operators = Access::any_of({"operator"});
  add("GET", "/api/pools", readers, pool_list);
  add("POST", "/api/pools", operators, pool_create);
  add("GET", "/api/pools/{id}", readers, pool_show);
  add("POST", "/api/pools/{id}/stock", operators, pool_stock);
  add("POST", "/api/pools/{id}/reservations", Access::any_of({"operator", "registrar"}), pool_reserve);
  add("POST", "/api/sims", operators, sim_create);
  add("GET", "/api/lines", readers, line_list);
  add("POST", "/api/lines/look-up", Access::any_of({"registrar", "compliance_officer"}), line_look_up);
  add("GET", "/api/lines/{id}", readers, line_show);
  add("POST", "/api/lines/{id}/events", Access::any_of({"registrar", "operator", "compliance_officer"}), line_event);
  add("PUT", "/api/lines/{id}/sim", Access::any_of({"registrar", "operator"}), line_sim);
}

}  // namespace muster::numbers_api

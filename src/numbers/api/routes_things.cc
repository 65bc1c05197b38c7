#include "thing_handlers.h"

namespace muster::numbers_api {

void add_thing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  const Access desk = Access::any_of({"registrar", "operator"});
  add_route(router, services, "GET", "/api/things", readers, thing_list);
  add_route(router, services, "POST", "/api/things", desk, thing_bind);
  add_route(router, services, "POST", "/api/things/look-ups", readers, thing_find);
  add_route(router, services, "POST", "/api/things/sightings", Access::any_of({"operator"}), thing_seen, 128u << 10);
  add_route(router, services, "GET", "/api/things/{id}", readers, thing_show);
  add_route(router, services, "POST", "/api/things/{id}/events", desk, thing_event);
  add_route(router, services, "GET", "/api/lines-without-device", readers, thing_missing);
}

}  // namespace muster::numbers_api

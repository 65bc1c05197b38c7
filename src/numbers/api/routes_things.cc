#include "thing_handlers.h"

namespace muster::numbers_api {

void add_thing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers = Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor"});
  const Access desk = Access::any_of({"registrar", "operator"});
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle,
                       std::size_t body_max = kBodyMax) {
    router.add({.method = method,
                .pattern = pattern,
                .access = access,
                .handler = [services, handle](const http::Request& request) { return handle(services, request); },
                .body_max_bytes = body_max});
  };
  add("GET", "/api/things", readers, thing_list);
  add("POST", "/api/things", desk, thing_bind);
  add("POST", "/api/things/look-ups", readers, thing_find);
  add("POST", "/api/things/sightings", Access::any_of({"operator"}), thing_seen, 128u << 10);
  add("GET", "/api/things/{id}", readers, thing_show);
  add("POST", "/api/things/{id}/events", desk, thing_event);
  add("GET", "/api/lines-without-device", readers, thing_missing);
}

}  // namespace muster::numbers_api

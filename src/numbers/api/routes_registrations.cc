#include "registration_handlers.h"

namespace muster::numbers_api {

void add_registration_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access readers =
      Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor", "partner_user"});
  add("GET", "/api/registrations", readers, registration_list);
  add("POST", "/api/registrations", Access::any_of({"registrar", "partner_user"}), registration_create);
  add("GET", "/api/registrations/{id}", readers, registration_show);
  add("POST", "/api/registrations/{id}/events", Access::any_of({"registrar", "compliance_officer"}),
      registration_event);
}

}  // namespace muster::numbers_api

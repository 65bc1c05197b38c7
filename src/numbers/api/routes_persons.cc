#include "person_handlers.h"

namespace muster::numbers_api {

void add_person_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access readers = Access::any_of({"registrar", "compliance_officer", "supervisor", "auditor"});
  const Access officers = Access::any_of({"compliance_officer"});
  // Who checks a registration by hand has to see whose it is.
  const Access of_persons = Access::any_of({"registrar", "compliance_officer"});
  add("POST", "/api/holders/find", of_persons, holder_find);
  add("GET", "/api/holders/{id}", readers, holder_show);
  add("POST", "/api/holders/{id}/readings", of_persons, holder_read);
  add("POST", "/api/holders/{id}/legal-holds", officers, holder_hold);
  add("DELETE", "/api/legal-holds/{id}", officers, holder_hold_lift);
}

}  // namespace muster::numbers_api

#include "domain_handlers.h"
#include <policy/policy.h>

namespace muster::api {

void add_domain_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const Access readers = Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider",
                                         "security_confirmer", "appeal_officer", "operator", "auditor"});
  add("GET", "/api/domains", readers, domain_list);
  add("GET", "/api/domains/{name}", readers, domain_show);
  add("POST", "/api/domains/{name}/events", Access::any_of({"registrar"}), domain_event);
  add("POST", "/api/domain-flags/{id}/events", Access::any_of({"registrar"}), domain_flag_event);
}

void add_rdap_routes(http::Router& router, const Services& services) {
  add_rdap(router, services, {});  // no room of address resources yet: every address is unknown
}

}  // namespace muster::api

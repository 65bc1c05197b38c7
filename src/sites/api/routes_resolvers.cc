#include "resolver_handlers.h"
#include "routes.h"

namespace muster::api {

void add_resolver_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  routes.add("GET", "/api/resolvers", Access::any_of({"operator", "auditor", "supervisor"}), resolver_list);
  routes.create("/api/resolvers", Access::any_of({"operator"}), resolver_add);
  routes.add("GET", "/api/resolvers/probes", Access::any_of({"operator", "auditor", "supervisor"}), resolver_probes);
  routes.add("POST", "/api/resolvers/{id}/events", Access::any_of({"operator"}), resolver_event);
}

}  // namespace muster::api

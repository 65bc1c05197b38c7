#include "feed_handlers.h"
#include "peer_handlers.h"
#include "routes.h"
#include "taxii_handlers.h"

#include <sharing/envelope.h>

namespace muster::api {

void add_sharing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  routes.add("GET", "/api/peers", Access::any_of({"operator", "auditor"}), peer_list);
  routes.create("/api/peers", Access::any_of({"operator"}), peer_add);
  routes.add("GET", "/api/peers/received", Access::any_of({"operator", "examiner", "auditor"}), peer_received);
  routes.add("POST", "/api/peers/{id}/events", Access::any_of({"operator"}), peer_event);
  // Their tokens are shown there.
  routes.add("GET", "/feeds/misp/{file}", Access::anybody(), feed_misp);
  routes.add("GET", "/taxii2/{path...}", Access::anybody(), taxii_get);
  router.add({.method = "POST",
              .pattern = "/taxii2/{path...}",
              .access = Access::anybody(),
              .handler = [services](const http::Request& request) { return taxii_post(services, request); },
              .body_max_bytes = sharing::kEnvelopeMax,
              .csrf = http::Csrf::none});
}

}  // namespace muster::api

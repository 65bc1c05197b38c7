#include "feed_handlers.h"
#include "routes.h"

namespace muster::api {

void add_enforcement_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  // Their token, or the session's role, is checked there.
  routes.add("GET", "/feeds/{form}", Access::anybody(), feed_file);
  routes.add("GET", "/feeds/{form}/manifest", Access::anybody(), feed_manifest);
  routes.add("GET", "/feeds/status", Access::anybody(), feed_status);
  routes.add("POST", "/api/feeds/tokens", Access::any_of({"operator"}), feed_token_give);
  routes.add("POST", "/api/feeds/tokens/{id}/events", Access::any_of({"operator"}), feed_token_revoke);
}

}  // namespace muster::api

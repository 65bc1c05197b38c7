#include "feed_handlers.h"
#include <http/router.h>

namespace muster::api {

void add_enforcement_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, Access access,
                       http::Response (*action)(const Services&, const http::Request&)) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  add("GET", "/feeds/rpz", Access::anybody(), feed_rpz);  // its token, or the session's role, is checked there
  add("GET", "/feeds/status", Access::anybody(), feed_status);
  add("POST", "/api/feeds/tokens", Access::any_of({"operator"}), feed_token_give);
  add("POST", "/api/feeds/tokens/{id}/events", Access::any_of({"operator"}), feed_token_revoke);
}

}  // namespace muster::api

#include "filing_handlers.h"
#include <http/router.h>

namespace muster::api {

void add_restriction_routes(http::Router& router, const Services& services) {
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* pattern, Action action) {
    router.add({.method = "GET",
                .pattern = pattern,
                .access = http::Access::signed_in(),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  add("/api/restrictions/holds", restriction_holds);
  add("/api/restrictions/blocklist", restriction_blocklist);
}

}  // namespace muster::api

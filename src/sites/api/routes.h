// How a handler becomes a route. Not a public header.
#pragma once

#include "inspector.h"
#include <api/services.h>
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

class Routes {
 public:
  using Action = http::Response (*)(const Services&, const http::Request&);
  Routes(http::Router& router, const Services& services)
      : router_(router), services_(services), visits_(visits_of(services)) {}

  void add(const char* method, const char* pattern, http::Access access, Action action) const {
    router_.add({.method = method, .pattern = pattern, .access = std::move(access), .handler = handler(action)});
  }
  // A POST that makes something: sent again with its Idempotency-Key it makes nothing more.
  void create(const char* pattern, http::Access access, Action action, std::size_t body_max = 1 << 20) const {
    router_.add({.method = "POST",
                 .pattern = pattern,
                 .access = std::move(access),
                 .handler = http::once(services_.database, services_.clock, services_.random, handler(action)),
                 .body_max_bytes = body_max});
  }

 private:
  http::Handler handler(Action action) const {
    return [services = services_, visits = visits_, action](const http::Request& request) {
      const auto act = [&] { return action(services, request); };
      return is_inspector(request) ? seen_by_inspector(*visits, request, act) : act();
    };
  }
  http::Router& router_;
  const Services& services_;
  std::shared_ptr<const programme::Visits> visits_;
};

}  // namespace muster::api

#include "dealer_handlers.h"
#include "device_handlers.h"
#include <http/rate_limit.h>

namespace muster::numbers_api {
namespace {

// A code has sixty bits; so few tries keep it out of reach.
constexpr int kEnrolTries = 10;
constexpr Duration kEnrolPeriod = std::chrono::minutes(10);

void add_device_route(http::Router& router, const Services& services, const char* method, const char* pattern,
                      Handle handle, std::size_t body_max = kBodyMax) {
  router.add({.method = method,
              .pattern = pattern,
              .access = http::Access::anybody(),  // the device's signature
                                                  // decides, not a session
              .handler = [services, handle](const http::Request& request) { return handle(services, request); },
              .body_max_bytes = body_max,
              .csrf = http::Csrf::none});
}

}  // namespace

void add_dealer_routes(http::Router& router, const Services& services) {
  using http::Access;
  const auto add = [&](const char* method, const char* pattern, const Access& access, Handle handle) {
    add_route(router, services, method, pattern, access, handle);
  };
  const Access readers =
      Access::any_of({"registrar", "operator", "compliance_officer", "supervisor", "auditor", "partner_user"});
  const Access keepers = Access::any_of({"registrar", "operator"});
  const Access deciders = Access::any_of({"compliance_officer", "supervisor"});
  add("GET", "/api/dealers", readers, dealer_list);
  add("POST", "/api/dealers", keepers, dealer_create);
  add("GET", "/api/dealers/{id}", readers, dealer_show);
  add("PUT", "/api/dealers/{id}/contract", keepers, dealer_contract);
  add("POST", "/api/dealers/{id}/events", deciders, dealer_event);
  add("GET", "/api/dealers/{id}/places", readers, dealer_place_list);
  add("POST", "/api/dealers/{id}/places", keepers, dealer_place_create);
  add("GET", "/api/dealers/{id}/candidates", keepers, dealer_candidates);
  add("GET", "/api/dealers/{id}/people", readers, dealer_worker_list);
  add("POST", "/api/dealers/{id}/people", keepers, dealer_worker_create);
  add("DELETE", "/api/dealers/{id}/people/{person_id}", keepers, dealer_worker_end);
  add("POST", "/api/dealers/{id}/device-codes", keepers, dealer_code_create);
  add("GET", "/api/dealers/{id}/devices", readers, dealer_device_list);
  add("POST", "/api/dealers/{id}/devices/{device_id}/events",
      Access::any_of({"registrar", "operator", "compliance_officer", "partner_user"}), dealer_device_event);
  add("GET", "/api/dealers/{id}/packets", readers, dealer_packet_list);
  add("GET", "/api/dealer-signals", Access::any_of({"registrar", "compliance_officer", "supervisor", "auditor"}),
      signal_list);
  add("POST", "/api/dealer-signals/{id}/events", deciders, signal_event);

  add_device_route(router, services, "GET", "/api/dealer-devices/me", device_me);
  add_device_route(router, services, "POST", "/api/dealer-devices/me/sync", device_sync);
  add_device_route(router, services, "GET", "/api/dealer-devices/me/lines", device_lines);
  add_device_route(router, services, "POST", "/api/dealer-packets", packet_announce);
  add_device_route(router, services, "GET", "/api/dealer-packets/{id}", packet_show);
  add_device_route(router, services, "PATCH", "/api/dealer-packets/{id}", packet_append, dealers::kChunkMaxBytes);
  const auto tries = std::make_shared<http::RateLimiter>(services.clock, kEnrolTries, kEnrolPeriod);
  router.add({.method = "POST",
              .pattern = "/api/dealer-devices",
              .access = Access::anybody(),
              .handler =
                  [services, tries](const http::Request& request) {
                    if (const auto taken = tries->take(request.client_key); !taken.ok())
                      return http::Response::problem(taken.error());
                    return device_enrol(services, request);
                  },
              .body_max_bytes = kBodyMax,
              .csrf = http::Csrf::none});
}

}  // namespace muster::numbers_api

// Debarments, and the list of them for everybody.
#include "debarment_handlers.h"
#include "public_pages.h"
#include <http/idempotency.h>

namespace muster::api {
namespace {

constexpr int kListsAtOnce = 60;  // of one client a minute

}  // namespace

void add_debarment_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor"});
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  add("GET", "/api/debarments", readers, debarment_list);
  router.add({.method = "POST",
              .pattern = "/api/debarments",
              .access = Access::any_of({"examiner"}),
              .handler = http::once(services.database, services.clock, services.random,
                                    [services](const http::Request& r) { return debarment_propose(services, r); })});
  add("GET", "/api/debarments/{id}", readers, debarment_show);
  add("POST", "/api/debarments/{id}/events", Access::any_of({"examiner", "appeal_officer", "decider"}),
      debarment_event_step);
  add("POST", "/api/debarments/{id}/readings", Access::any_of({"appeal_officer", "decider"}), debarment_words);

  const auto limiter = std::make_shared<http::RateLimiter>(services.clock, kListsAtOnce, std::chrono::minutes(1));
  router.add(
      {.method = "GET",
       .pattern = "/public/debarments",
       .access = Access::anybody(),
       .handler = within(limiter, [&debarments = services.debarments](
                                      const http::Request& request) { return public_debarments(debarments, request); }),
       .csrf = http::Csrf::none});
}

}  // namespace muster::api

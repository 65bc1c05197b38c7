// Debarments, and the list of them for everybody.
#include "debarment_handlers.h"
#include "public_pages.h"
#include "routes.h"

namespace muster::api {
namespace {

constexpr int kListsAtOnce = 60;  // of one client a minute

}  // namespace

void add_debarment_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor"});
  const Routes routes(router, services);
  routes.add("GET", "/api/debarments", readers, debarment_list);
  routes.create("/api/debarments", Access::any_of({"examiner"}), debarment_propose);
  routes.add("GET", "/api/debarments/{id}", readers, debarment_show);
  routes.add("POST", "/api/debarments/{id}/events", Access::any_of({"examiner", "appeal_officer", "decider"}),
             debarment_event_step);
  routes.add("POST", "/api/debarments/{id}/readings", Access::any_of({"appeal_officer", "decider"}), debarment_words);

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

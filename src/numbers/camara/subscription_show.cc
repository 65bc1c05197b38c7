// GET /sim-swap-subscriptions/v0.3/subscriptions/{subscriptionId}
#include "serve.h"

#include <camara/subscription_rules.h>

namespace muster::camara {

http::Response show_subscription(const Service& service, const Subscriptions& subscriptions,
                                 const http::Request& request) {
  const auto admitted =
      admit(service, request, [](const Token& token) { return token.has("sim-swap-subscriptions:read"); });
  if (const auto* refused = std::get_if<Problem>(&admitted)) return respond(service, request, *refused);
  const auto found = subscriptions.find(std::get<Access>(admitted), request.param("id"));
  if (!found.ok()) return respond(service, request, problem_of(found.error()));
  if (!*found) return respond(service, request, problem(Fault::not_found));
  return respond(service, request, subscription_json((*found)->subscription, (*found)->phone));
}

}  // namespace muster::camara

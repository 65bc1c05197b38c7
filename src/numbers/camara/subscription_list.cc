// GET /sim-swap-subscriptions/v0.3/subscriptions: those in force.
#include "serve.h"

#include <camara/subscription_rules.h>

namespace muster::camara {

http::Response list_subscriptions(const Service& service, const Subscriptions& subscriptions,
                                  const http::Request& request) {
  const auto admitted =
      admit(service, request, [](const Token& token) { return token.has("sim-swap-subscriptions:read"); });
  if (const auto* refused = std::get_if<Problem>(&admitted)) return respond(service, request, *refused);
  const auto found = subscriptions.of(std::get<Access>(admitted));
  if (!found.ok()) return respond(service, request, problem_of(found.error()));
  std::string out = "[";
  for (const Shown& one : *found) {
    if (out.size() > 1) out += ',';
    out += subscription_json(one.subscription, one.phone);
  }
  return respond(service, request, out + "]");
}

}  // namespace muster::camara

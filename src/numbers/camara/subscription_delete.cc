// DELETE /sim-swap-subscriptions/v0.3/subscriptions/{subscriptionId}: done at once, so always 204.
#include "serve.h"

namespace muster::camara {

http::Response delete_subscription(const Service& service, const Subscriptions& subscriptions,
                                   const http::Request& request) {
  const auto admitted =
      admit(service, request, [](const Token& token) { return token.has("sim-swap-subscriptions:delete"); });
  if (const auto* refused = std::get_if<Problem>(&admitted)) return respond(service, request, *refused);
  const auto removed = subscriptions.remove(std::get<Access>(admitted), request.param("id"));
  if (!removed.ok()) return respond(service, request, problem_of(removed.error()));
  if (!*removed) return respond(service, request, problem(Fault::not_found));
  return respond(service, request, std::string(), 204);
}

}  // namespace muster::camara

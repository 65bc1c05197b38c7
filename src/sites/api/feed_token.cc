// POST /feeds/tokens and POST /feeds/tokens/{id}/events: which resolvers may fetch.
#include "feed_handlers.h"

namespace muster::api {

http::Response feed_token_give(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string label = body.text("label", 100);
  const auto days = body.maybe_integer("days", 1, 400).value_or(90);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto token, services.enforcement.give_token(label, std::chrono::hours(24 * days),
                                                                      request.principal->person_id));
  return answer(json::object{{"id", token.id},
                             {"label", token.label},
                             {"token", token.token},
                             {"expires_at", time_json(token.expires_at)}},
                201);
}

http::Response feed_token_revoke(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"revoke"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(services.enforcement.revoke_token(request.param("id"), request.principal->person_id));
  return http::Response::no_content();
}

}  // namespace muster::api

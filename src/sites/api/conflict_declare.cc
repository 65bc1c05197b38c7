// GET, POST /conflicts and POST /conflicts/{id}/events: what I said to stand in the way of my judging.
#include "desk_handlers.h"

namespace muster::api {

http::Response conflict_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto mine, desk_of(services).conflicts(request.principal->person_id));
  json::array items;
  for (const auto& c : mine) items.push_back(conflict_json(c));
  return list_answer(std::move(items), std::nullopt);
}

http::Response conflict_declare(const Services& services, const http::Request& request) {
  static constexpr std::string_view kKinds[] = {"party", "domain", "case"};
  Body body(request);
  const std::string kind = body.one_of("kind", kKinds);
  const std::string ref = body.text("ref", 253);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, desk_of(services).declare(kind, ref, request.principal->person_id));
  return answer(conflict_json(made), 201).header("Location", "/api/conflicts/" + made.id);
}

http::Response conflict_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(desk_of(services).end_conflict(request.param("id"), request.principal->person_id));
  return http::Response::no_content();
}

}  // namespace muster::api

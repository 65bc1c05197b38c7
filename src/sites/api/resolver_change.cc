// POST /resolvers, POST /resolvers/{id}/events: a resolver is asked from now on, or no more.
#include "resolver_handlers.h"

namespace muster::api {

http::Response resolver_add(const Services& services, const http::Request& request) {
  Body body(request);
  convergence::NewResolver given;
  given.label = body.text("label", 100);
  given.address = body.text("address", 100);
  given.port = static_cast<std::uint16_t>(body.maybe_integer("port", 1, 65'535).value_or(53));
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.convergence.add(request.principal->person_id, given));
  return answer(json::object{{"id", made.id}, {"label", made.label}}, 201);
}

http::Response resolver_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(services.convergence.end(request.principal->person_id, request.param("id")));
  return http::Response::no_content();
}

}  // namespace muster::api

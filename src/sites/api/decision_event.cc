// POST /decisions/{id}/events: withdraw, before it is confirmed.
#include "case_handlers.h"

namespace muster::api {

http::Response decision_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"withdraw"};
  Body body(request);
  body.one_of("event", kEvents);
  auto reasons = body.texts("reasons", 10, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) reasons.push_back(*note);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(services.cases.withdraw(request.param("id"), joined(reasons), request.principal->person_id));
  return decision_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

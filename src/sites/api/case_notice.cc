// POST /cases/{id}/notices: the prior notice.
#include "case_handlers.h"

namespace muster::api {

http::Response case_notice(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string words = body.text("words", 10'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(services.cases.give_notice(request.param("id"), words, request.principal->person_id));
  return case_answer(services, request.param("id"), *request.principal, 201);
}

}  // namespace muster::api

// POST /debarments
#include "debarment_handlers.h"

namespace muster::api {

http::Response debarment_propose(const Services& services, const http::Request& request) {
  static constexpr std::string_view kCauses[] = {"false_filing", "authority_decision"};
  Body body(request);
  restrictions::NewDebarment asked;
  asked.subject_id = body.id("subject_id");
  const std::string cause = body.one_of("cause", kCauses);
  asked.reason = body.text("reason", 2'000);
  asked.law = body.text("law", 500);
  asked.decision_ref = body.text("decision_ref", 200);
  asked.decided_at = body.instant("decided_at");
  MUSTER_BODY_DONE(body);
  asked.cause = *restrictions::debarment_cause(cause);
  MUSTER_ANSWER_TRY(const auto d, services.debarments.propose(asked, request.principal->person_id));
  return debarment_answer(services, d, *request.principal, 201);
}

}  // namespace muster::api

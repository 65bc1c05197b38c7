// POST /evidence-holds/{id}/events: lift {reasons}.
#include "evidence_handlers.h"

namespace muster::api {

http::Response hold_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"lift"};
  Body body(request);
  body.one_of("event", kEvents);
  std::string why;
  for (const std::string& one : body.texts("reasons", 10, evidence::kHoldReasonMax, 1))
    why += (why.empty() ? "" : "\n") + one;
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto lifted, holds_of(services).lift(request.param("id"), why, request.principal->person_id));
  return hold_answer(services, lifted, *request.principal);
}

}  // namespace muster::api

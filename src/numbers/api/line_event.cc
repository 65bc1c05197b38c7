// POST /lines/{id}/events {"event", "reason"}: a step of the table of states. PUT /lines/{id}/sim: another SIM goes in.
#include "line_handlers.h"

namespace muster::numbers_api {

http::Response line_event(const Services& services, const http::Request& request) {
  Body body(request);
  const auto event = step_of(body, lines::event);
  const std::string reason = body.maybe_text("reason", 64).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.lines.line(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  if (lines::find_transition(before.state, *event) && !by_people(before.state, *event))
    return http::Response::problem(conflict("line_step_follows", kStepFollows, "event"));
  MUSTER_ANSWER_TRY(const auto line,
                    services.lines.apply(request.principal->person_id, before.id, before.version, *event, reason));
  return line_answer(services, line);
}

http::Response line_sim(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string iccid = body.text("iccid", 40), reason = body.text("reason", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.lines.line(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto line,
                    services.lines.change_sim(request.principal->person_id, before.id, before.version, iccid, reason));
  return line_answer(services, line);
}

}  // namespace muster::numbers_api

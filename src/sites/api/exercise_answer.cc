// POST /exercises/{id}/answers: the first one counts; it answers with what is known, and why.
#include "exercise_handlers.h"

namespace muster::api {

http::Response exercise_answer(const Services& services, const http::Request& request) {
  Body body(request);
  training::Choice choice;
  choice.outcome = body.text("outcome", 20);
  choice.measure = body.maybe_text("measure", 20).value_or("");
  choice.scope_kind = body.maybe_text("scope_kind", 20).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto one,
                    services.training.answer(request.param("id"), choice, request.principal->person_id));
  return answer(exercise_json(one, request.language(), true), 201);
}

}  // namespace muster::api

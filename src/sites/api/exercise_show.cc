// GET /exercises/{id}
#include "exercise_handlers.h"

namespace muster::api {

http::Response exercise_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto one, services.training.exercise(request.param("id"), request.principal->person_id));
  return answer(exercise_json(one, request.language(), true));
}

}  // namespace muster::api

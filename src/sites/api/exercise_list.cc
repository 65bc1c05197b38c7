// GET /exercises
#include "exercise_handlers.h"

namespace muster::api {

http::Response exercise_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, services.training.list(request.principal->person_id));
  json::array items;
  for (const auto& one : all) items.push_back(exercise_json(one, request.language(), false));
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api

// GET /second-reviews/{id}: for whoever took it.
#include "review_handlers.h"

namespace muster::api {

http::Response review_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto review, services.reviews.review(request.param("id")));
  if (review.taken_by != request.principal->person_id)
    return http::Response::problem(not_found("review_unknown", "There is no such second review of yours."));
  return answer(review_json(review));
}

}  // namespace muster::api

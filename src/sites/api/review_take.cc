// POST /second-reviews: the oldest that waits for another person's eyes than those that saw it first.
#include "review_handlers.h"

namespace muster::api {

http::Response review_take(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto taken, services.reviews.take(request.principal->person_id));
  return answer(review_json(taken), 201);
}

}  // namespace muster::api

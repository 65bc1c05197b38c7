// GET /suspicions/{id}: one suspicion with its tests.
#include "testing_handlers.h"

#include <reviews/reviews.h>

namespace muster::api {

Result<void> check_not_blind(const Services& services, const std::string& suspicion_id, const http::Principal& who) {
  MUSTER_TRY(const bool blind, services.reviews.is_blind(suspicion_id, who.person_id));
  if (!blind) return {};
  return conflict("review_blind",
                  "You are judging this page a second time. What others said of it is shown once you have answered.");
}

http::Response testing_suspicion(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(check_not_blind(services, request.param("id"), *request.principal));
  return suspicion_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

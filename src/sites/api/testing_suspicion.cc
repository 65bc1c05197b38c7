// GET /suspicions/{id}: one suspicion with its tests.
#include "testing_handlers.h"

namespace muster::api {

http::Response testing_suspicion(const Services& services, const http::Request& request) {
  return suspicion_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

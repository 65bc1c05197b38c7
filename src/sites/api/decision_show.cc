// GET /decisions/{id}
#include "case_handlers.h"

namespace muster::api {

http::Response decision_show(const Services& services, const http::Request& request) {
  return decision_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

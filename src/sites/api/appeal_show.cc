// GET /appeals/{id}
#include "case_handlers.h"

namespace muster::api {

http::Response appeal_show(const Services& services, const http::Request& request) {
  return appeal_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

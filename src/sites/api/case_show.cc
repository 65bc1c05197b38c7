// GET /cases/{id}
#include "case_handlers.h"

namespace muster::api {

http::Response case_show(const Services& services, const http::Request& request) {
  return case_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

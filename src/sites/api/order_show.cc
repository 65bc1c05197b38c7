// GET /orders/{id}
#include "case_handlers.h"

namespace muster::api {

http::Response order_show(const Services& services, const http::Request& request) {
  return order_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

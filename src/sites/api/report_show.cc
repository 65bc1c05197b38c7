// GET /reports/{id}
#include "report_handlers.h"

namespace muster::api {

http::Response report_show(const Services& services, const http::Request& request) {
  return report_answer(services, request.param("id"), *request.principal);
}

}  // namespace muster::api

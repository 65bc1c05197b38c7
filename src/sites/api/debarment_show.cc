// GET /debarments/{id}: by id, or by number.
#include "debarment_handlers.h"

namespace muster::api {

http::Response debarment_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto d, services.debarments.debarment(request.param("id")));
  return debarment_answer(services, d, *request.principal);
}

}  // namespace muster::api

// GET /evidence-holds/{id}
#include "evidence_handlers.h"

namespace muster::api {

http::Response hold_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto hold, holds_of(services).hold(request.param("id")));
  return hold_answer(services, hold, *request.principal);
}

}  // namespace muster::api

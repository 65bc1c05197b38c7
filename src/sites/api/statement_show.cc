// GET /statements/{id}: by id, or by number.
#include "statement_handlers.h"

namespace muster::api {

http::Response statement_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto s, services.statements.statement(request.param("id")));
  return statement_answer(services, s);
}

}  // namespace muster::api

// GET /lines/{id}
#include "line_handlers.h"

namespace muster::numbers_api {

http::Response line_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto line, services.lines.line(request.param("id")));
  return line_answer(services, line);
}

}  // namespace muster::numbers_api

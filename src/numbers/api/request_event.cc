// POST /authority-requests/{id}/events {"event": check|approve|refuse|close, "reasons"}. Who approves neither entered
// nor checked.
#include "lookup_handlers.h"

namespace muster::numbers_api {

http::Response request_event(const Services& services, const http::Request& request) {
  Body body(request);
  const auto event = step_of(body, lookups::request_event);
  const auto reasons = body.texts("reasons", 10, 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.requests.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after,
                    services.requests.apply(request.principal->person_id, before.id, before.version, *event, reasons));
  return request_answered(services, request, after);
}

}  // namespace muster::numbers_api

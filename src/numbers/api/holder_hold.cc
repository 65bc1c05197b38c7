// POST /holders/{id}/legal-holds {"reference"}: a court's or an authority's letter keeps the data beyond their term.
// DELETE /legal-holds/{id}: it is lifted.
#include "person_handlers.h"

namespace muster::numbers_api {

http::Response holder_hold(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string reference = body.text("reference", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const std::string id,
                    services.persons.place_hold(request.principal->person_id, request.param("id"), reference));
  return answer({{"id", id}, {"holder_id", request.param("id")}, {"reference", reference}}, 201);
}

http::Response holder_hold_lift(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_CHECK(services.persons.lift_hold(request.principal->person_id, request.param("id")));
  return http::Response::no_content();
}

}  // namespace muster::numbers_api

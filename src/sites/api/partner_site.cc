// POST /partners/{id}/sites: a filed site that is the partner's own.
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_site(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string host = body.text("host", 300);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_CHECK(services.inventories.name_site(p.id, host, request.principal->person_id));
  return answer(json::object{{"host", host}}, 201);
}

}  // namespace muster::api

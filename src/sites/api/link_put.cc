// POST /partners/{id}/links: one link of a form; a code that is listed is changed.
#include "partner_handlers.h"

namespace muster::api {

http::Response link_put(const Services& services, const http::Request& request) {
  Body body(request);
  promotion::NewLink link;
  link.code = body.text("code", promotion::kCodeMax);
  link.channel = body.text("channel", promotion::kPathMax);
  link.service = body.maybe_text("service", promotion::kServiceMax).value_or("");
  link.landing_url = body.text("landing_url", 2'048);
  link.qr = body.maybe_text("qr", 2'048).value_or("");
  link.short_url = body.maybe_text("short_url", 2'048).value_or("");
  link.place = body.maybe_text("place", promotion::kPlaceMax).value_or("");
  link.owner = body.maybe_text("owner", promotion::kOwnerMax).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(const auto put, services.inventories.put(p.id, link, request.principal->person_id));
  return answer(link_json(put, p.number), 201).header("Location", "/api/partners/" + p.id + "/links/" + put.code);
}

}  // namespace muster::api

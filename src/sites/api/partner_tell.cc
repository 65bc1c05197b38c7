// POST /partners/{id}/told: the partner's own people tell of a fault of its links.
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_tell(const Services& services, const http::Request& request) {
  Body body(request);
  promotion::TellOf what;
  what.code = body.maybe_text("code", promotion::kCodeMax).value_or("");
  what.host = body.maybe_text("host", 300).value_or("");
  what.words = body.text("words", 2'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  what.partner_id = p.id;
  MUSTER_ANSWER_TRY(const int marked, services.findings.tell(what, request.principal->person_id));
  return answer(json::object{{"open_findings_marked", marked}}, 201);
}

}  // namespace muster::api

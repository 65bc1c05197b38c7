// POST /programme-items/{id}/returns: {standing, note?, party_id?}: how it stands with an operator.
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_item_report(const Services& services, const http::Request& request) {
  Body body(request);
  programme::Return what;
  what.standing = body.text("standing", 20);
  what.note = body.maybe_text("note", programme::kNoteMax).value_or("");
  what.party_id = body.maybe_text("party_id", 100).value_or("");
  MUSTER_BODY_DONE(body);
  return item_answer(services, request, services.programme.report(request.param("id"), what, actor_of(request)), 201);
}

}  // namespace muster::api

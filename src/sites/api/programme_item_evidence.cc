// POST /programme-items/{id}/evidence: {kind, ref?, note?}
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_item_evidence(const Services& services, const http::Request& request) {
  Body body(request);
  programme::Evidence what;
  what.kind = body.text("kind", 20);
  what.ref = body.maybe_text("ref", programme::kRefMax).value_or("");
  what.note = body.maybe_text("note", programme::kNoteMax).value_or("");
  MUSTER_BODY_DONE(body);
  return item_answer(services, request, services.programme.show_evidence(request.param("id"), what, actor_of(request)),
                     201);
}

}  // namespace muster::api

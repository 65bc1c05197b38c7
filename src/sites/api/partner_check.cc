// POST /partners/{id}/checks: what a person found of an item of the checklist.
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_check(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string item = body.text("item", 60), note = body.text("note", partners::kNoteMax);
  const bool passed = body.flag("passed");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(const auto check,
                    services.partners.check_item(p.id, item, passed, note, request.principal->person_id));
  return answer(json::object{{"id", check.id}, {"item", check.item}, {"round", check.round}, {"passed", check.passed}},
                201);
}

}  // namespace muster::api

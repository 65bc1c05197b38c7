// POST /cases/{id}/elements: ties evidence to an element that the ground requires.
#include "case_handlers.h"

namespace muster::api {

http::Response case_element(const Services& services, const http::Request& request) {
  static constexpr std::string_view kKinds[] = {"test_run", "document", "lookup", "notice", "statement"};
  Body body(request);
  cases::NewElement element;
  element.element = body.text("element", 60);
  element.evidence_kind = body.one_of("evidence_kind", kKinds);
  element.evidence_ref = body.text("evidence_ref", 2'000);
  element.note = body.maybe_text("note", 2'000).value_or("");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto c, services.cases.find_case(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, c.version));
  MUSTER_ANSWER_CHECK(services.cases.add_element(c.id, element, request.principal->person_id));
  return case_answer(services, c.id, *request.principal, 201);
}

}  // namespace muster::api

// POST /authority-requests: a letter is entered by the first of two persons.
#include "lookup_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kRequestFieldsMax = 20;

lookups::NewRequest request_of(Body& body) {
  static constexpr std::string_view kKinds[] = {"number", "person", "comparison"};
  lookups::NewRequest r;
  r.scope_id = body.id("scope_id");
  r.letter = body.text("letter", 100);
  r.purpose = body.text("purpose", 64);
  r.kind = lookups::request_kind(body.one_of("kind", kKinds)).value_or(lookups::RequestKind::number);
  r.fields = body.texts("fields", kRequestFieldsMax, 64, 1);
  r.officer_id = body.text("officer_id", 100);
  r.officer_name = body.text("officer_name", 100);
  if (r.kind == lookups::RequestKind::number) r.msisdn = body.text("msisdn", 40);
  if (r.kind == lookups::RequestKind::person) {
    r.document.kind = body.text("document_kind", 64);
    r.document.country = body.text("document_country", 8);
    r.document.number = body.text("document_number", 64);
  }
  if (r.kind == lookups::RequestKind::comparison) r.rows_max = body.integer("rows_max", 1, 1'000'000);
  r.about_at = body.maybe_instant("about_at");
  r.delay_until = body.maybe_instant("delay_until");
  r.delay_law = body.maybe_text("delay_law", 200).value_or("");
  return r;
}

}  // namespace

http::Response request_enter(const Services& services, const http::Request& request) {
  Body body(request);
  const auto asked = request_of(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto entered, services.requests.enter(request.principal->person_id, asked));
  return request_answered(services, request, entered, 201).header("Location", "/api/authority-requests/" + entered.id);
}

}  // namespace muster::numbers_api

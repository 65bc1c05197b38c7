// POST /holders/{id}/corrections: what was recorded wrongly of a person is to be put right; another person decides.
#include "change_handlers.h"
#include "person_handlers.h"

namespace muster::numbers_api {

http::Response correction_ask(const Services& services, const http::Request& request) {
  static constexpr std::string_view kParts[] = {"name", "birth_date", "address", "document"};
  Body body(request);
  persons::NewCorrection asked;
  asked.holder_id = request.param("id");
  asked.part = persons::part(body.one_of("part", kParts)).value_or(asked.part);
  if (asked.part == persons::Part::document) {
    asked.document_id = body.id("document_id");
    asked.document = document_of(body);
  } else {
    asked.value = body.text("value", 1'000);
  }
  asked.proof = proof_of(body);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, corrections_of(services).ask(request.principal->person_id, asked));
  return correction_answer(services, request, made, 201).header("Location", "/api/corrections/" + made.id);
}

}  // namespace muster::numbers_api

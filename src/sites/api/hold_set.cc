// POST /evidence-holds {kind, site | case_id | from, to, law, reference, reason, until}
#include "evidence_handlers.h"

namespace muster::api {

http::Response hold_set(const Services& services, const http::Request& request) {
  static constexpr std::string_view kKinds[] = {"site", "case", "period"};
  constexpr std::size_t kBytesOfCharacter = 4;
  Body body(request);
  evidence::NewHold hold;
  hold.kind = body.one_of("kind", kKinds);
  hold.site = body.maybe_text("site", 1'000).value_or("");
  hold.case_id = body.maybe_text("case_id", 100).value_or("");
  hold.from = body.maybe_instant("from");
  hold.to = body.maybe_instant("to");
  hold.law = body.text("law", evidence::kHoldLawMax * kBytesOfCharacter);
  hold.reference = body.text("reference", evidence::kHoldReferenceMax * kBytesOfCharacter);
  hold.reason = body.text("reason", evidence::kHoldReasonMax * kBytesOfCharacter);
  hold.until = body.maybe_instant("until");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, holds_of(services).set(hold, request.principal->person_id));
  return hold_answer(services, made, *request.principal, 201);
}

}  // namespace muster::api

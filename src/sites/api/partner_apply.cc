// POST /partners: an application, by a registrar or by the party's own people.
#include "filing_json.h"
#include "partner_handlers.h"

namespace muster::api {

http::Response partner_apply(const Services& services, const http::Request& request) {
  static constexpr std::string_view kKinds[] = {"promotion", "billing", "resale"};
  Body body(request);
  partners::NewPartner asked;
  const auto party = body.maybe_id("party_id");
  const std::string kind = body.one_of("kind", kKinds);
  asked.licence_number = body.maybe_text("licence_number", partners::kNumberMax).value_or("");
  MUSTER_BODY_DONE(body);
  asked.party_id = party.value_or(request.principal->party_id);
  asked.kind = *partners::partner_kind(kind);
  MUSTER_ANSWER_TRY(const auto p, services.partners.apply_for(asked, request.principal->person_id));
  return partner_answer(services, request, p.id, 201);
}

}  // namespace muster::api

// POST /parties: an administrator or registrar enters a party.
#include "party_json.h"

namespace muster::web {

http::Response party_create(const PartyParts& parts, const http::Request& request) {
  Body body(request);
  parties::Party party;
  party.kind = body.text("kind", 40);
  party.name = body.text("name", 200);
  party.licence_number = body.maybe_text("licence_number", 100).value_or("");
  party.area = body.maybe_text("region", 100).value_or("");
  party.contact_email = body.maybe_text("contact_email", 254).value_or("");
  party.expires_at = body.maybe_instant("expires_at");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, parts.parties.create_party(request.principal->person_id, party));
  return answer(party_json(made), 201);
}

}  // namespace muster::web

// PUT /people/{id}/roles: the roles that the person has from now on, all of them or none. What the house's separation
// of duties forbids, the schema refuses.
#include "party_json.h"

namespace muster::web {

http::Response person_roles(const PartyParts& parts, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto person, parts.parties.person(id));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, person.version));
  Body body(request);
  const auto wanted = body.texts("roles", 20, 40);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(parts.parties.set_roles(request.principal->person_id, id, wanted, person.version));
  return person_show(parts, request);
}

}  // namespace muster::web

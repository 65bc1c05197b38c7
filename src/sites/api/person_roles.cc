// PUT /people/{id}/roles: the roles that the person has from now on. What the house's separation of duties forbids, the
// schema refuses; roles that were changed before the refused one stay changed, and the answer's reading shows them.
#include "party_json.h"

#include <algorithm>

namespace muster::api {

http::Response person_roles(const Services& services, const http::Request& request) {
  const std::string id = request.param("id");
  MUSTER_ANSWER_TRY(const auto person, services.parties.person(id));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, person.version));
  Body body(request);
  const auto wanted = body.texts("roles", 20, 40);
  MUSTER_BODY_DONE(body);
  const std::string& actor = request.principal->person_id;
  const auto is_wanted = [&](const std::string& role) {
    return std::find(wanted.begin(), wanted.end(), role) != wanted.end();
  };
  MUSTER_ANSWER_TRY(const auto history, services.parties.role_history(id));
  const Instant now = services.clock.now();
  std::set<std::string> held;
  for (const auto& assignment : history) {
    if (assignment.until_at && *assignment.until_at <= now) continue;
    held.insert(assignment.role);
    if (!is_wanted(assignment.role)) MUSTER_ANSWER_CHECK(services.parties.end_role(actor, assignment.id));
  }
  for (const auto& role : wanted)
    if (!held.contains(role)) {
      MUSTER_ANSWER_TRY([[maybe_unused]] const auto given, services.parties.assign_role(actor, id, role));
    }
  return person_show(services, request);
}

}  // namespace muster::api

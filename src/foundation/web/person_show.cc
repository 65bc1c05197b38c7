// GET /people/{id}
#include "party_json.h"

namespace muster::web {

http::Response person_show(const PartyParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto person, parts.parties.person(request.param("id")));
  MUSTER_ANSWER_TRY(auto out, person_page_json(parts, person, true));
  return answer(out).header("ETag", http::etag_of(person.version));
}

}  // namespace muster::web

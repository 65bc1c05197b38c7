// GET /people/{id}
#include "party_json.h"

namespace muster::api {

http::Response person_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto person, services.parties.person(request.param("id")));
  MUSTER_ANSWER_TRY(auto out, person_page_json(services, person, true));
  return answer(out).header("ETag", http::etag_of(person.version));
}

}  // namespace muster::api

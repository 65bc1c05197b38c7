// POST /programmes/{id}/parties: {party_id}: an operator that reports into it.
#include "programme_handlers.h"

namespace muster::api {

http::Response programme_party(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string party = body.text("party_id", 100);
  MUSTER_BODY_DONE(body);
  const auto actor = actor_of(request);
  MUSTER_ANSWER_CHECK(services.programme.add_party(request.param("id"), party, actor));
  MUSTER_ANSWER_TRY(const auto whole, services.programme.programme(request.param("id"), actor));
  return answer(programme_json(services, whole));
}

}  // namespace muster::api

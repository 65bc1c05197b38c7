// POST /trusted-flaggers: proposed by one person; it counts once another confirms it.
#include "report_handlers.h"
#include <store/database.h>

namespace muster::api {

http::Response flagger_propose(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string party = body.id("party_id");
  const std::string ground = body.text("ground", 60);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.reports.propose_flagger(party, ground, request.principal->person_id));
  const auto out =
      services.database.read([&](store::Transaction& tx) -> Result<json::object> { return flagger_json(tx, made); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out, 201);
}

}  // namespace muster::api

// GET /registrations/{id}
#include "line_handlers.h"
#include "registration_handlers.h"
#include <events/event.h>
#include <parties/parties.h>
#include <web/parties.h>
#include <web/records.h>

namespace muster::numbers_api {

http::Response registration_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto r, services.registration.get(request.param("id")));
  if (!sees(*request.principal, r))
    return http::Response::problem(not_found("registration_unknown", "There is no such registration."));
  MUSTER_ANSWER_TRY(const auto checks, services.registration.checks_of(r.id));
  auto body = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = registration_json(r);
    const auto line = lines::find_line(tx, r.line_id);
    const auto dealer = parties::find_party(tx, r.dealer_id);
    out["line"] = line ? json::value(line_json(*line)) : json::value(nullptr);
    out["dealer"] = dealer ? json::value(party_json(*dealer)) : json::value(nullptr);
    out["captured_by"] = person_json(tx, r.captured_by);
    json::array said;
    for (const auto& check : checks)
      said.push_back({{"person", person_json(tx, check.person_id)},
                      {"outcome", registration::to_text(check.outcome)},
                      {"at", time_json(check.at)}});
    out["checks"] = std::move(said);
    out["timeline"] = timeline_json(tx, events::of_record(tx, registration::kRegistrationRecord, r.id));
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(*std::move(body)).header("ETag", http::etag_of(r.version));
}

}  // namespace muster::numbers_api

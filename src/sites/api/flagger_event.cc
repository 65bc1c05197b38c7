// POST /trusted-flaggers/{id}/events: confirm (another person than who proposed it), revoke {reasons}.
#include "report_handlers.h"
#include <store/database.h>

namespace muster::api {

http::Response flagger_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm", "revoke"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const auto reasons = body.texts("reasons", 10, reports::kReasonsMax);
  MUSTER_BODY_DONE(body);
  std::string reason;
  for (const std::string& one : reasons) reason += (reason.empty() ? "" : "\n") + one;
  const std::string id = request.param("id"), &person = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto done, event == "confirm" ? services.reports.confirm_flagger(id, person)
                                                        : services.reports.revoke_flagger(id, reason, person));
  const auto out =
      services.database.read([&](store::Transaction& tx) -> Result<json::object> { return flagger_json(tx, done); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out);
}

}  // namespace muster::api

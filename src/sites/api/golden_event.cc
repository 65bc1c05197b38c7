// POST /golden-items/{id}/events: confirm {answer} by another person, who isn't told the first one; retire.
#include "review_handlers.h"

namespace muster::api {

http::Response golden_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  const auto answered = body.maybe_text("answer", 20);
  const auto event = reviews::golden_event(name);
  if (!name.empty() && !event) body.fault("event", "event_unknown", "The events of an item are confirm and retire.");
  MUSTER_BODY_DONE(body);
  const std::string id = request.param("id");
  const std::string& person = request.principal->person_id;
  if (*event == reviews::GoldenEvent::confirm) {
    MUSTER_ANSWER_CHECK(services.reviews.confirm(id, answered.value_or(""), person));
  } else {
    MUSTER_ANSWER_CHECK(services.reviews.retire(id, person));
  }
  MUSTER_ANSWER_TRY(const auto item, services.reviews.golden(id));
  auto shown = services.database.read(
      [&](store::Transaction& tx) -> Result<json::object> { return golden_json(tx, item, *request.principal); });
  return shown.ok() ? answer(std::move(*shown)) : http::Response::problem(shown.error());
}

}  // namespace muster::api

// POST /suspicions/{id}/events: screen, dismiss {reasons}, refer (opens a case).
#include "testing_handlers.h"
#include <cases/service.h>

namespace muster::api {

http::Response testing_suspicion_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  auto reasons = body.texts("reasons", 10, 2'000);
  if (const auto note = body.maybe_text("note", 2'000)) reasons.push_back(*note);
  const auto event = testing::suspicion_event(name);
  if (!name.empty() && !event)
    body.fault("event", "event_unknown", "The events of a suspicion are screen, dismiss and refer.");
  MUSTER_BODY_DONE(body);
  std::string note;
  for (const std::string& reason : reasons) note += (note.empty() ? "" : "\n") + reason;

  const std::string id = request.param("id");
  MUSTER_ANSWER_CHECK(check_not_blind(services, id, *request.principal));
  MUSTER_ANSWER_TRY(const auto suspicion, services.testing.suspicion(id));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, suspicion.version));
  const std::string& person = request.principal->person_id;
  if (*event == testing::SuspicionEvent::refer) {
    MUSTER_ANSWER_CHECK(services.cases.open_from_suspicion(id, note, person));
  } else {
    MUSTER_ANSWER_CHECK(services.testing.apply(id, *event, person, note, suspicion.version));
  }
  return suspicion_answer(services, id, *request.principal);
}

}  // namespace muster::api

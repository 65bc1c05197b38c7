// POST /registrations/{id}/events {"event": "confirm"|"deny"}: the word of one of the two persons who check by hand.
// Neither captured it; two confirm, or one denies.
#include "registration_handlers.h"

namespace muster::numbers_api {

http::Response registration_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"confirm", "deny"};
  const std::string event = body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const auto outcome = event == "confirm" ? registration::Outcome::confirmed : registration::Outcome::denied;
  MUSTER_ANSWER_CHECK(services.registration.note_check(request.principal->person_id, request.param("id"), outcome));
  return registration_show(services, request);
}

}  // namespace muster::numbers_api

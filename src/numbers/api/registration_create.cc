// POST /registrations: a capture. It is durable when 201 is answered; the same Idempotency-Key of a dealer with the
// same content gives the same registration for ever. No further question to the database is asked for the answer:
// captures of all connections share commits (registration/committer.h), and this handler waits for its own.
#include "registration_handlers.h"

namespace muster::numbers_api {

http::Response registration_create(const Services& services, const http::Request& request) {
  const http::Principal& who = *request.principal;
  Body body(request);
  registration::Capture capture = capture_of(body);
  const bool any_dealer = who.has("registrar");
  if (capture.dealer_id.empty()) {
    if (any_dealer)
      body.fault("dealer_id", "field_missing", "Say for which dealer you register.");
    else
      capture.dealer_id = who.party_id;
  }
  MUSTER_BODY_DONE(body);
  if (!any_dealer && capture.dealer_id != who.party_id)
    return http::Response::problem(refused("dealer_not_yours", "You register for your own dealer alone.", "dealer_id"));
  MUSTER_ANSWER_TRY(const auto done,
                    services.registration.submit(who.person_id, request.header("idempotency-key"), capture));
  auto response = answer(registration_json(done.registration), 201);
  response.header("Location", "/api/registrations/" + done.registration.id);
  if (done.replayed) response.header("Idempotency-Replayed", "true");
  return response;
}

}  // namespace muster::numbers_api

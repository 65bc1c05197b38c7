// POST /registrations: a capture. It is durable when 201 is answered; the same Idempotency-Key of a dealer with the
// same content gives the same registration for ever. No further question to the database is asked for the answer:
// captures of all connections share commits (registration/committer.h), and this handler waits for its own.
#include "registration_handlers.h"

namespace muster::numbers_api {
namespace {

// Fields as the errors of registration's and persons' rules name them.
registration::Capture capture_of(Body& body) {
  registration::Capture c;
  c.category = body.text("category", 40);
  c.document.kind = body.text("document_kind", 64);
  c.document.country = body.text("document_country", 8);
  c.document.number = body.text("document_number", 64);
  c.document.expires_on = body.maybe_text("document_expires_on", 16).value_or("");
  c.identity.name = body.text("name", 500);
  c.identity.birth_date = body.text("birth_date", 16);
  c.identity.address = body.text("address", 1'000);
  c.msisdn = body.text("msisdn", 40);
  c.dealer_id = body.maybe_id("dealer_id").value_or("");
  c.place = body.text("place", 64);
  c.device = body.text("device", 64);
  c.consent = body.text("consent", 64);
  if (auto guardian = body.maybe_object("guardian")) {
    c.guardian.emplace();
    c.guardian->kind = guardian->text("document_kind", 64);
    c.guardian->country = guardian->text("document_country", 8);
    c.guardian->number = guardian->text("document_number", 64);
  }
  c.guardian_consent = body.maybe_text("guardian_consent", 64).value_or("");
  c.organisation_kind = body.maybe_text("organisation_kind", 64).value_or("");
  c.organisation_number = body.maybe_text("organisation_number", 64).value_or("");
  return c;
}

}  // namespace

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

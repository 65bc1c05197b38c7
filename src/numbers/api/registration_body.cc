#include "registration_handlers.h"

namespace muster::numbers_api {

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

}  // namespace muster::numbers_api

// POST /decisions/{id}/signatures: the first signature decides, the second confirms and makes the order.
#include "case_handlers.h"

namespace muster::api {

http::Response decision_sign(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string key_id = body.text("key_id", 60);
  const std::string text_sha256 = body.text("text_sha256", 64);
  parties::Signature signature;
  auto webauthn = body.maybe_object("webauthn");
  auto webcrypto = body.maybe_object("webcrypto");
  if (webauthn) {
    signature.kind = parties::kWebAuthn;
    (void)webauthn->maybe_text("credential_id", 2'000);
    signature.authenticator_data = webauthn->text("authenticator_data", 6'000);
    signature.client_data_json = webauthn->text("client_data_json", 6'000);
    signature.signature = webauthn->text("signature", 2'000);
  }
  if (webcrypto) {
    signature.kind = parties::kWebCrypto;
    signature.signature = webcrypto->text("signature", 2'000);
  }
  if (webauthn.has_value() == webcrypto.has_value())
    body.fault("webauthn", "signature_missing",
               "Send the signature of a security key, or of a browser's key; one of the two.");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto seen, services.cases.decision(request.param("id"), request.principal->person_id));
  if (seen.decision.text_sha256 != text_sha256)
    return http::Response::problem(
        conflict("text_changed", "The text is another one by now. Nothing was signed; read it again.", "text_sha256"));
  MUSTER_ANSWER_CHECK(services.cases.sign(request.param("id"), key_id, signature, request.principal->person_id));
  return decision_answer(services, request.param("id"), *request.principal, 201);
}

}  // namespace muster::api

// GET /me/keys, POST /me/keys/challenge, POST /me/keys: a person registers a key of their own. It signs nothing until a
// key officer, another person, enrols it.
#include "party_json.h"

namespace muster::web {

http::Response own_keys(const PartyParts& parts, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto keys, keys_json(parts, request.principal->person_id));
  return list_answer(std::move(keys), std::nullopt);
}

http::Response own_key_challenge(const PartyParts& parts, const http::Request& request) {
  const std::string& me = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto c, parts.parties.begin_key(me));
  json::array kinds{"webauthn"};
  if (c.webcrypto_allowed) kinds.push_back("webcrypto");
  return answer({{"challenge", c.challenge},
                 {"rp_id", c.rp_id},
                 {"rp_name", "Muster"},
                 {"user_handle", c.user_id},
                 {"user_name", c.user_name},
                 {"proof_text", parties::Service::key_proof_text(me, c.challenge)},
                 {"kinds", std::move(kinds)}});
}

http::Response own_key_register(const PartyParts& parts, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kKinds[] = {"webauthn", "webcrypto"};
  const std::string kind = body.one_of("kind", kKinds);
  const std::string label = body.maybe_text("label", 60).value_or("");
  const std::string challenge = body.text("challenge", 200);
  const std::string& me = request.principal->person_id;
  if (kind == "webauthn") {
    Body answer_of_key = body.object("webauthn");
    answer_of_key.maybe_text("credential_id", 2'000);
    const std::string client_data = answer_of_key.text("client_data_json", 8'192);
    const std::string attestation = answer_of_key.text("attestation_object", 100'000);
    MUSTER_BODY_DONE(body);
    MUSTER_ANSWER_TRY(const auto made, parts.parties.finish_webauthn(me, challenge, client_data, attestation, label));
    return answer(key_json(made), 201);
  }
  Body answer_of_browser = body.object("webcrypto");
  const std::string spki = answer_of_browser.text("public_key", 2'000);
  const std::string signature = answer_of_browser.text("signature", 2'000);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, parts.parties.finish_webcrypto(me, challenge, spki, signature, label));
  return answer(key_json(made), 201);
}

}  // namespace muster::web

#include <parties/signature.h>
#include <parties/webauthn.h>

namespace muster::parties {
namespace {

// Base64url without padding, at most `max` bytes decoded.
Result<std::string> decoded(const std::string& text, std::size_t max) {
  if (text.size() > (max * 4 + 2) / 3) return refused("signature_too_long", "The signature is too long.");
  auto bytes = from_base64url(text);
  // One signature has one spelling.
  if (!bytes.ok() || to_base64url(*bytes) != text) return refused("signature_malformed", "The signature is malformed.");
  return bytes;
}

Result<webauthn::PublicKey> public_key(const SigningKey& key) {
  auto spki = from_base64(key.public_key);
  if (!spki.ok()) return refused("signature_key", "The enrolled key is damaged.");
  return webauthn::PublicKey{std::move(*spki), key.alg};
}

Result<Verified> verify_webauthn(const SigningKey& key, std::string_view text, const Signature& signature) {
  MUSTER_TRY(const std::string client, decoded(signature.client_data_json, kClientDataMaxBytes));
  MUSTER_TRY(const std::string data, decoded(signature.authenticator_data, kAuthenticatorDataMaxBytes));
  MUSTER_TRY(const std::string bytes, decoded(signature.signature, kSignatureMaxBytes));
  MUSTER_TRY(const webauthn::PublicKey public_part, public_key(key));
  MUSTER_TRY(const std::uint32_t count,
             webauthn::verify_assertion(client, data, bytes, challenge_of(text), key.rp_id, public_part));
  return Verified{count};
}

Result<Verified> verify_webcrypto(const SigningKey& key, std::string_view text, const Signature& signature) {
  if (!signature.client_data_json.empty() || !signature.authenticator_data.empty())
    return refused("signature_malformed", "A signature by a browser's key has no authenticator's data.");
  if (key.alg != kEs256) return refused("signature_key", "Keys held by a browser are ECDSA on P-256.");
  MUSTER_TRY(const std::string bytes, decoded(signature.signature, kSignatureMaxBytes));
  MUSTER_TRY(const std::string der, webauthn::ecdsa_raw_to_der(bytes));
  MUSTER_TRY(const webauthn::PublicKey public_part, public_key(key));
  MUSTER_CHECK_OK(webauthn::verify_bytes(public_part.spki, public_part.alg, text, der));
  return Verified{};
}

}  // namespace

std::string challenge_of(std::string_view canonical_text) {
  return to_base64url(view(sha256(canonical_text)));
}

Result<Verified> verify_signature(const SigningKey& key, std::string_view canonical_text, const Signature& signature) {
  if (canonical_text.empty() || canonical_text.size() > kCanonicalTextMaxBytes)
    return refused("signature_too_long", "The text to sign is empty or too long.");
  if (signature.kind != key.kind) return refused("signature_kind", "The signature is of another kind than the key.");
  if (key.kind == kWebAuthn) return verify_webauthn(key, canonical_text, signature);
  if (key.kind == kWebCrypto) return verify_webcrypto(key, canonical_text, signature);
  return refused("signature_kind", "Keys of this kind are not known.");
}

}  // namespace muster::parties

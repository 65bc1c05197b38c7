// WebAuthn Level 2 (W3C Recommendation 8 April 2021), the checks of §7.1 and §7.2 that a relying party makes.
// Attestation is accepted whatever its format, and not trusted: a key counts because a key officer, who is another
// person, enrols it. Pure functions over hostile input: no I/O, no clock; every input has a limit.
#pragma once

#include <base/bytes.h>
#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::parties::webauthn {

inline constexpr std::size_t kAttestationMaxBytes = 64 * 1024;
inline constexpr std::size_t kCredentialIdMaxBytes = 1023;

struct ClientData {
  std::string type;       // "webauthn.create", "webauthn.get"
  std::string challenge;  // base64url
  std::string origin;
  bool cross_origin = false;
};
// `json` is raw JSON text (bytes, not base64url).
Result<ClientData> parse_client_data(std::string_view json);

struct AuthenticatorData {
  Hash rp_id_hash{};
  bool user_present = false, user_verified = false, has_credential = false, has_extensions = false;
  std::uint32_t sign_count = 0;
  std::string credential_id;  // bytes
  std::string cose_key;       // bytes, CBOR
};
Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes);

struct PublicKey {
  std::string spki;  // SubjectPublicKeyInfo, DER
  std::int64_t alg = 0;
};
// A COSE_Key (RFC 9052 §7): ES256 on P-256, EdDSA on Ed25519, RS256 with 2048..8192 bits.
Result<PublicKey> parse_cose_key(std::string_view cbor);

struct Registration {
  std::string credential_id;  // bytes
  PublicKey key;
  std::uint32_t sign_count = 0;
};
// Inputs are bytes. `challenge` is the base64url text that the server gave. Errors: as verify_signature, and
// key_algorithm, key_malformed, attestation_malformed.
Result<Registration> verify_registration(std::string_view client_data_json, std::string_view attestation_object,
                                         std::string_view challenge, std::string_view rp_id);

// Inputs are bytes; `challenge` base64url text. Returns the authenticator's sign count.
Result<std::uint32_t> verify_assertion(std::string_view client_data_json, std::string_view authenticator_data,
                                       std::string_view signature, std::string_view challenge, std::string_view rp_id,
                                       const PublicKey& key);

// https://host[:port], or http on localhost and *.localhost (secure contexts); host equals rp_id or ends in "." +
// rp_id.
bool origin_fits(std::string_view origin, std::string_view rp_id);

// Verifies a signature over `message`: ECDSA as DER, RSA and Ed25519 as they are. `spki` is DER.
Result<void> verify_bytes(std::string_view spki, std::int64_t alg, std::string_view message,
                          std::string_view signature);
// ECDSA's r ‖ s (64 bytes, as WebCrypto gives it) as DER.
Result<std::string> ecdsa_raw_to_der(std::string_view raw);
// Refuses keys of other kinds and sizes than `alg` says. Errors: key_algorithm, key_malformed.
Result<void> check_spki(std::string_view spki, std::int64_t alg);

}  // namespace muster::parties::webauthn

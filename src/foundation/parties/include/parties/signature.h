// Signatures of people over a canonical text: WebAuthn (W3C Level 2: the challenge is the SHA-256 of the text) and, in
// instances of kind demo and training alone, a key held by the browser (WebCrypto ECDSA P-256 over the text).
// Pure functions: the same check runs at signing, when a feed is derived, and in `muster ledger verify`.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::parties {

inline constexpr const char* kWebAuthn = "webauthn";
inline constexpr const char* kWebCrypto = "webcrypto";

inline constexpr std::size_t kCanonicalTextMaxBytes = 1u << 20;
inline constexpr std::size_t kClientDataMaxBytes = 4096;
inline constexpr std::size_t kAuthenticatorDataMaxBytes = 4096;
inline constexpr std::size_t kSignatureMaxBytes = 1024;

// COSE algorithm numbers (RFC 9053, RFC 8812).
inline constexpr std::int64_t kEs256 = -7;    // ECDSA P-256 with SHA-256
inline constexpr std::int64_t kEdDsa = -8;    // Ed25519
inline constexpr std::int64_t kRs256 = -257;  // RSASSA-PKCS1-v1_5 with SHA-256, 2048..8192 bits

// A row of signing_key.
struct SigningKey {
  std::string id;
  std::string person_id;
  std::string kind;           // kWebAuthn or kWebCrypto
  std::string credential_id;  // base64url
  std::string public_key;     // base64 of the SubjectPublicKeyInfo (DER)
  std::int64_t alg = 0;
  std::string rp_id;  // a WebAuthn signature's origin must be this host or one below it
  std::int64_t sign_count = 0;
  std::string enrolled_by;
  Instant enrolled_at;
  std::optional<Instant> revoked_at;
};

// As the browser sends it and as a column keeps it: every field but kind is base64url without padding.
// WebCrypto: signature is r ‖ s, 64 bytes; client_data_json and authenticator_data are empty.
struct Signature {
  std::string kind;
  std::string client_data_json;
  std::string authenticator_data;
  std::string signature;
};

struct Verified {
  std::int64_t sign_count = 0;  // of the authenticator; 0: it doesn't count
};

// Whether `key` signed `canonical_text`. Looks neither at revocation nor at the sign count: see
// Service::check_signature. Errors (Failure::refused): signature_kind, signature_malformed, signature_too_long,
// signature_type, signature_challenge, signature_origin, signature_rp, signature_presence, signature_verification,
// signature_wrong, signature_key.
Result<Verified> verify_signature(const SigningKey& key, std::string_view canonical_text, const Signature& signature);

// What a WebAuthn client is asked to sign: base64url(SHA-256(canonical_text)).
std::string challenge_of(std::string_view canonical_text);

}  // namespace muster::parties

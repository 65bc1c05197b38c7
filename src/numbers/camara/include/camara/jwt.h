// Signed access tokens: JWS compact form (RFC 7515) with the claims of RFC 9068 and OpenID Connect, checked against a
// key set (RFC 7517). RS256, PS256, ES256 and EdDSA (RFC 7518, RFC 8037); "none" and keyed hashes are refused. Pure and
// thread-safe; nothing here keeps or logs a token.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::camara {

inline constexpr std::size_t kJwtMaxBytes = 8'192;
inline constexpr std::size_t kJwksMaxKeys = 64;

struct Claims {
  std::string issuer, subject;
  std::string client;        // client_id, else azp
  std::string phone_number;  // "+…": of the claim phone_number, else of a subject "tel:+…"; "": a token of two parties
  std::vector<std::string> audience, scopes, methods;  // methods: amr
  Instant expires_at;
  std::optional<Instant> issued_at, not_before;
};
struct Jwt {
  std::string algorithm, key_id, signing_input, signature;
  Claims claims;
};

// Whether a bearer token has the form of one: three parts.
bool looks_like_jwt(std::string_view token);
// Errors: jwt_form (no compact JWS, no JSON, a claim of another type, an algorithm that is not in the list, "crit").
Result<Jwt> parse_jwt(std::string_view token);

class KeySet {
 public:
  // Keys of other kinds, uses and sizes (RSA under 2048 bits) are passed over. Errors: jwks_form.
  static Result<KeySet> parse(std::string_view jwks);
  KeySet();
  ~KeySet();
  KeySet(KeySet&&) noexcept;
  KeySet& operator=(KeySet&&) noexcept;
  std::size_t size() const;
  bool has(std::string_view key_id) const;
  // By the key that the token names, or by any that fits where it names none.
  bool verifies(const Jwt& token) const;

 private:
  struct Key;
  std::vector<Key> keys_;
};

}  // namespace muster::camara

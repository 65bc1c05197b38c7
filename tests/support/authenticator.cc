#include <base/bytes.h>

#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <support/authenticator.h>

namespace muster::test {
namespace {

void require(bool ok) {
  if (!ok) throw std::runtime_error("the test's authenticator failed");
}

std::string head(unsigned major, std::size_t n) {
  std::string out;
  const auto first = static_cast<unsigned char>(major << 5);
  if (n < 24)
    out += static_cast<char>(first | n);
  else if (n < 256)
    (out += static_cast<char>(first | 24)) += static_cast<char>(n);
  else
    ((out += static_cast<char>(first | 25)) += static_cast<char>(n >> 8)) += static_cast<char>(n & 255);
  return out;
}
std::string integer(std::int64_t n) {
  return n >= 0 ? head(0, static_cast<std::size_t>(n)) : head(1, static_cast<std::size_t>(-1 - n));
}
std::string bytes(const std::string& b) {
  return head(2, b.size()) + b;
}
std::string text(const std::string& t) {
  return head(3, t.size()) + t;
}

std::string number(EVP_PKEY* key, const char* name, int size) {
  BIGNUM* n = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &n) == 1);
  std::string out(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(n)), '\0');
  BN_bn2binpad(n, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size()));
  BN_free(n);
  return out;
}

}  // namespace

struct Authenticator::Inside {
  EVP_PKEY* key = nullptr;
  ~Inside() { EVP_PKEY_free(key); }
};

Authenticator::Authenticator(Kind kind, std::string rp, std::string from)
    : rp_id(std::move(rp)), origin(std::move(from)), kind_(kind), inside_(std::make_unique<Inside>()) {
  inside_->key = kind == Kind::eddsa   ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                 : kind == Kind::rs256 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})
                                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  require(inside_->key != nullptr);
}
Authenticator::~Authenticator() = default;

std::int64_t Authenticator::alg() const {
  return kind_ == Kind::eddsa ? -8 : kind_ == Kind::rs256 ? -257 : -7;
}

std::string Authenticator::spki() const {
  unsigned char* out = nullptr;
  const int size = i2d_PUBKEY(inside_->key, &out);
  require(size > 0);
  std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

std::string Authenticator::cose_key() const {
  EVP_PKEY* key = inside_->key;
  if (kind_ == Kind::rs256)
    return head(5, 4) + integer(1) + integer(3) + integer(3) + integer(-257) + integer(-1) +
           bytes(number(key, OSSL_PKEY_PARAM_RSA_N, 0)) + integer(-2) + bytes(number(key, OSSL_PKEY_PARAM_RSA_E, 0));
  if (kind_ == Kind::eddsa)
    return head(5, 4) + integer(1) + integer(1) + integer(3) + integer(-8) + integer(-1) + integer(6) + integer(-2) +
           bytes(spki().substr(12));
  return head(5, 5) + integer(1) + integer(2) + integer(3) + integer(-7) + integer(-1) + integer(1) + integer(-2) +
         bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)) + integer(-3) +
         bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
}

std::string Authenticator::client_data(std::string_view type, std::string_view challenge, bool cross_origin) const {
  return R"({"type":")" + std::string(type) + R"(","challenge":")" + std::string(challenge) + R"(","origin":")" +
         origin + R"(","crossOrigin":)" + (cross_origin ? "true" : "false") + "}";
}

std::string Authenticator::authenticator_data(bool with_credential) const {
  std::string out(view(sha256(rp_id)));
  out += static_cast<char>(with_credential ? flags | 0x40 : flags);
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(sign_count >> shift & 255);
  if (!with_credential) return out;
  out += std::string(16, '\0');
  out += static_cast<char>(credential_id.size() >> 8);
  out += static_cast<char>(credential_id.size() & 255);
  return out + credential_id + cose_key();
}

std::string Authenticator::attestation_object() const {
  return head(5, 3) + text("fmt") + text("none") + text("attStmt") + head(5, 0) + text("authData") +
         bytes(authenticator_data(true));
}

std::string Authenticator::sign_bytes(std::string_view message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::size_t size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  require(EVP_DigestSignInit(context, nullptr, kind_ == Kind::eddsa ? nullptr : EVP_sha256(), nullptr, inside_->key) ==
          1);
  require(EVP_DigestSign(context, nullptr, &size, data, message.size()) == 1);
  std::string out(size, '\0');
  require(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, data, message.size()) == 1);
  EVP_MD_CTX_free(context);
  out.resize(size);
  if (kind_ != Kind::webcrypto) return out;
  const auto* at = reinterpret_cast<const unsigned char*>(out.data());
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(out.size()));
  require(pair != nullptr);
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
  ECDSA_SIG_free(pair);
  return raw;
}

Authenticator::Created Authenticator::create(std::string_view challenge) const {
  return {to_base64url(client_data("webauthn.create", challenge)), to_base64url(attestation_object())};
}

Authenticator::Signed Authenticator::sign(std::string_view canonical_text) {
  if (kind_ == Kind::webcrypto) return {kind(), "", "", to_base64url(sign_bytes(canonical_text))};
  if (!leave_count) ++sign_count;
  const std::string client = client_data("webauthn.get", to_base64url(view(sha256(canonical_text))));
  const std::string data = authenticator_data(false);
  return {kind(), to_base64url(client), to_base64url(data),
          to_base64url(sign_bytes(data + std::string(view(sha256(client)))))};
}

}  // namespace muster::test

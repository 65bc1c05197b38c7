// Keys of an issuer by OpenSSL.
#include <base/bytes.h>
#include <base/freed.h>

#include <boost/json.hpp>
#include <camara/jwt.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace muster::camara {
namespace {

namespace json = boost::json;

constexpr int kRsaBitsLeast = 2'048, kRsaBitsMost = 8'192;
constexpr std::size_t kP256Bytes = 32;

using Pkey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Big = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

std::string bytes_in(const json::object& key, const char* name) {
  const auto* found = key.if_contains(name);
  if (!found || !found->is_string()) return {};
  const auto bytes = from_base64url(found->get_string().c_str());
  return bytes.ok() ? *bytes : std::string();
}
std::string word_in(const json::object& key, const char* name) {
  const auto* found = key.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string().c_str()) : std::string();
}

Big big(const std::string& bytes) {
  return Big(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Pkey from_params(const char* type, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return {};
  return Pkey(made);
}

Pkey rsa_key(const json::object& key) {
  const Big n = big(bytes_in(key, "n")), e = big(bytes_in(key, "e"));
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || BN_num_bits(n.get()) < kRsaBitsLeast || BN_num_bits(n.get()) > kRsaBitsMost ||
      !BN_is_odd(e.get()) || BN_is_one(e.get()))
    return {};
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return from_params("RSA", builder.get());
}

Pkey p256_key(const json::object& key) {
  const std::string x = bytes_in(key, "x"), y = bytes_in(key, "y");
  const Builder builder(OSSL_PARAM_BLD_new());
  if (word_in(key, "crv") != "P-256" || x.size() != kP256Bytes || y.size() != kP256Bytes || !builder) return {};
  const std::string point = "\x04" + x + y;
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return from_params("EC", builder.get());
}

Pkey ed25519_key(const json::object& key) {
  const std::string x = bytes_in(key, "x");
  if (word_in(key, "crv") != "Ed25519" || x.size() != 32) return {};
  return Pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(x.data()),
                                          x.size()));
}

// r ‖ s (RFC 7518 §3.4) as DER, which OpenSSL wants.
std::string der_of(const std::string& raw) {
  if (raw.size() != 2 * kP256Bytes) return {};
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  Big r = big(raw.substr(0, kP256Bytes)), s = big(raw.substr(kP256Bytes));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return {};
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  std::string out(size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size)) : std::string());
  OPENSSL_free(der);
  return out;
}

// What a key of this kind signs with; a token never says by itself how it is checked.
bool fits(int kind, std::string_view algorithm) {
  switch (kind) {
    case EVP_PKEY_RSA:
      return algorithm == "RS256" || algorithm == "PS256";
    case EVP_PKEY_EC:
      return algorithm == "ES256";
    case EVP_PKEY_ED25519:
      return algorithm == "EdDSA";
    default:
      return false;
  }
}

bool verified_by(EVP_PKEY* key, const Jwt& token) {
  if (!fits(EVP_PKEY_get_base_id(key), token.algorithm)) return false;
  const Digest context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* detail = nullptr;
  const EVP_MD* hash = token.algorithm == "EdDSA" ? nullptr : EVP_sha256();
  if (!context || EVP_DigestVerifyInit(context.get(), &detail, hash, nullptr, key) != 1) return false;
  if (token.algorithm == "PS256" && (EVP_PKEY_CTX_set_rsa_padding(detail, RSA_PKCS1_PSS_PADDING) != 1 ||
                                     EVP_PKEY_CTX_set_rsa_pss_saltlen(detail, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  const std::string signature = token.algorithm == "ES256" ? der_of(token.signature) : token.signature;
  return !signature.empty() &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(token.signing_input.data()),
                          token.signing_input.size()) == 1;
}

Pkey key_of(const json::object& key) {
  if (const std::string use = word_in(key, "use"); !use.empty() && use != "sig") return {};
  const std::string kind = word_in(key, "kty");
  if (kind == "RSA") return rsa_key(key);
  if (kind == "EC") return p256_key(key);
  if (kind == "OKP") return ed25519_key(key);
  return {};
}

}  // namespace

struct KeySet::Key {
  std::string id, algorithm;  // algorithm: "": any that fits the key
  Pkey key;
};

KeySet::KeySet() = default;
KeySet::~KeySet() = default;
KeySet::KeySet(KeySet&&) noexcept = default;
KeySet& KeySet::operator=(KeySet&&) noexcept = default;

Result<KeySet> KeySet::parse(std::string_view text) {
  const Error wrong = invalid("jwks_form", "This is no set of keys (RFC 7517).");
  json::error_code error;
  const json::value value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* listed = object ? object->if_contains("keys") : nullptr;
  const auto* keys = listed ? listed->if_array() : nullptr;
  if (!keys || keys->size() > kJwksMaxKeys) return wrong;
  KeySet out;
  for (const auto& one : *keys) {
    if (!one.is_object()) return wrong;
    if (Pkey key = key_of(one.get_object()))
      out.keys_.push_back({word_in(one.get_object(), "kid"), word_in(one.get_object(), "alg"), std::move(key)});
  }
  return out;
}

std::size_t KeySet::size() const {
  return keys_.size();
}
bool KeySet::has(std::string_view key_id) const {
  for (const Key& key : keys_)
    if (key.id == key_id) return true;
  return false;
}
bool KeySet::verifies(const Jwt& token) const {
  for (const Key& key : keys_)
    if ((token.key_id.empty() || key.id == token.key_id) &&
        (key.algorithm.empty() || key.algorithm == token.algorithm) && verified_by(key.key.get(), token))
      return true;
  return false;
}

}  // namespace muster::camara

// Keys and signatures through OpenSSL 3.
#include "cbor_item.h"
#include <base/freed.h>
#include <parties/signature.h>
#include <parties/webauthn.h>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace muster::parties::webauthn {
namespace {

using namespace std::string_view_literals;

// SubjectPublicKeyInfo up to the key itself: id-ecPublicKey with prime256v1 and an uncompressed point; id-Ed25519.
constexpr std::string_view kP256Head =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04"sv;
constexpr std::string_view kEd25519Head = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"sv;
constexpr std::size_t kSpkiMaxBytes = 2'048;
constexpr int kRsaBitsMin = 2'048, kRsaBitsMax = 8'192;

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Error key_malformed() {
  return refused("key_malformed", "This public key is malformed.");
}
Error key_algorithm() {
  return refused("key_algorithm", "Keys are ES256 on P-256, EdDSA on Ed25519, or RS256 with 2048 to 8192 bits.");
}

std::string encode(const EVP_PKEY* key) {
  unsigned char* out = nullptr;
  const int size = i2d_PUBKEY(key, &out);
  if (size <= 0) return {};
  std::string spki(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return spki;
}

// One key has one encoding, so that it can't be registered twice in two spellings.
Result<Key> decode(std::string_view spki, std::int64_t alg) {
  if (spki.empty() || spki.size() > kSpkiMaxBytes) return key_malformed();
  if (alg == kEs256 && (!spki.starts_with(kP256Head) || spki.size() != kP256Head.size() + 64)) return key_algorithm();
  if (alg == kEdDsa && (!spki.starts_with(kEd25519Head) || spki.size() != kEd25519Head.size() + 32))
    return key_algorithm();
  const unsigned char* at = raw(spki);
  Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
  if (!key || at != raw(spki) + spki.size()) return key_malformed();
  const int kind = EVP_PKEY_get_base_id(key.get());
  const int bits = EVP_PKEY_get_bits(key.get());
  const bool fits = (alg == kEs256 && kind == EVP_PKEY_EC) || (alg == kEdDsa && kind == EVP_PKEY_ED25519) ||
                    (alg == kRs256 && kind == EVP_PKEY_RSA && bits >= kRsaBitsMin && bits <= kRsaBitsMax);
  if (!fits) return key_algorithm();
  if (encode(key.get()) != spki) return key_malformed();
  const KeyContext check(EVP_PKEY_CTX_new(key.get(), nullptr));
  if (alg != kEdDsa && (!check || EVP_PKEY_public_check_quick(check.get()) != 1)) return key_malformed();
  return key;
}

Result<std::string> rsa_spki(const std::string& modulus, const std::string& exponent) {
  if (modulus.size() < kRsaBitsMin / 8 || modulus.size() > kRsaBitsMax / 8 || exponent.empty() || exponent.size() > 8)
    return key_algorithm();
  const Number n(BN_bin2bn(raw(modulus), static_cast<int>(modulus.size()), nullptr));
  const Number e(BN_bin2bn(raw(exponent), static_cast<int>(exponent.size()), nullptr));
  std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return key_malformed();
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return key_malformed();
  const Key key(made);
  return encode(key.get());
}

}  // namespace

Result<void> check_spki(std::string_view spki, std::int64_t alg) {
  MUSTER_TRY(const Key key, decode(spki, alg));
  return {};
}

Result<PublicKey> parse_cose_key(std::string_view cbor) {
  auto read = cbor_read(cbor);
  if (!read.ok()) return key_malformed();
  const cbor_item_t* map = read->get();
  std::int64_t kty = 0, alg = 0, curve = 0;
  if (!cbor_integer(cbor_find(map, 1), kty) || !cbor_integer(cbor_find(map, 3), alg)) return key_malformed();
  PublicKey out;
  out.alg = alg;
  std::string x, y;
  if (alg == kEs256 && kty == 2) {
    if (!cbor_integer(cbor_find(map, -1), curve) || curve != 1) return key_algorithm();
    if (!cbor_bytes(cbor_find(map, -2), x) || !cbor_bytes(cbor_find(map, -3), y) || x.size() != 32 || y.size() != 32)
      return key_malformed();
    out.spki = std::string(kP256Head) + x + y;
  } else if (alg == kEdDsa && kty == 1) {
    if (!cbor_integer(cbor_find(map, -1), curve) || curve != 6) return key_algorithm();
    if (!cbor_bytes(cbor_find(map, -2), x) || x.size() != 32) return key_malformed();
    out.spki = std::string(kEd25519Head) + x;
  } else if (alg == kRs256 && kty == 3) {
    if (!cbor_bytes(cbor_find(map, -1), x) || !cbor_bytes(cbor_find(map, -2), y)) return key_malformed();
    MUSTER_TRY(out.spki, rsa_spki(x, y));
  } else {
    return key_algorithm();
  }
  MUSTER_CHECK_OK(check_spki(out.spki, alg));
  return out;
}

Result<void> verify_bytes(std::string_view spki, std::int64_t alg, std::string_view message,
                          std::string_view signature) {
  MUSTER_TRY(const Key key, decode(spki, alg));
  const DigestContext context(EVP_MD_CTX_new());
  if (!context ||
      EVP_DigestVerifyInit(context.get(), nullptr, alg == kEdDsa ? nullptr : EVP_sha256(), nullptr, key.get()) != 1)
    return internal_error("signature_check", "The signature could not be checked.");
  if (EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message), message.size()) != 1)
    return refused("signature_wrong", "The signature does not fit this text and this key.");
  return {};
}

Result<std::string> ecdsa_raw_to_der(std::string_view bytes) {
  if (bytes.size() != 64) return refused("signature_malformed", "The signature is malformed.");
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(raw(bytes), 32, nullptr);
  BIGNUM* s = BN_bin2bn(raw(bytes) + 32, 32, nullptr);
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return internal_error("signature_check", "The signature could not be checked.");
  }
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &out);
  if (size <= 0) return internal_error("signature_check", "The signature could not be checked.");
  std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

}  // namespace muster::parties::webauthn

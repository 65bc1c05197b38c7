#include "seal.h"

#include <base/freed.h>

#include <memory>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

namespace muster::dealers {
namespace {

constexpr std::string_view kMagic = "MPK1", kInfo = "muster-packet/1";
constexpr std::size_t kPoint = 65, kNonce = 12, kTag = 16, kKeyBytes = 32;

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

Error seal_failed() {
  return internal_error("seal_failed", "A packet's key could not be made.");
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string point_of(const EVP_PKEY* key) {
  std::string out(kPoint, '\0');
  std::size_t size = 0;
  const bool ok = EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, bytes(out), out.size(), &size) == 1;
  return ok && size == kPoint ? out : std::string();
}

Key public_key(std::string_view point) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  char group[] = "P-256";
  std::string own(point);
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
                         OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, own.data(), own.size()),
                         OSSL_PARAM_construct_end()};
  EVP_PKEY* out = nullptr;
  // A point that is not on the curve is refused here.
  if (EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_PUBLIC_KEY, params) != 1) return nullptr;
  return Key(out);
}

Key private_key(std::string_view der) {
  const unsigned char* at = bytes(der);
  return Key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
}

std::string shared_secret(EVP_PKEY* own, EVP_PKEY* other) {
  const KeyContext context(EVP_PKEY_CTX_new(own, nullptr));
  std::size_t size = 0;
  if (!context || EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), other) != 1 ||
      EVP_PKEY_derive(context.get(), nullptr, &size) != 1)
    return {};
  std::string out(size, '\0');
  if (EVP_PKEY_derive(context.get(), bytes(out), &size) != 1) return {};
  out.resize(size);
  return out;
}

std::string packet_key(const std::string& secret, std::string_view sender, std::string_view receiver) {
  const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  const std::string info = std::string(kInfo) + std::string(sender) + std::string(receiver);
  std::string out(kKeyBytes, '\0');
  std::size_t size = out.size();
  const bool ok = context && !secret.empty() && EVP_PKEY_derive_init(context.get()) == 1 &&
                  EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
                  EVP_PKEY_CTX_set1_hkdf_key(context.get(), bytes(secret), static_cast<int>(secret.size())) == 1 &&
                  EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes(info), static_cast<int>(info.size())) == 1 &&
                  EVP_PKEY_derive(context.get(), bytes(out), &size) == 1;
  return ok && size == kKeyBytes ? out : std::string();
}

}  // namespace

Result<SealKey> make_seal_key() {
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return seal_failed();
  unsigned char* der = nullptr;
  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<PKCS8_PRIV_KEY_INFO_free>> info(EVP_PKEY2PKCS8(key.get()));
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der) : -1;
  if (size <= 0) return seal_failed();
  SealKey out{point_of(key.get()), std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size))};
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  if (out.public_point.empty()) return seal_failed();
  return out;
}

Result<std::string> open_sealed(std::string_view private_der, std::string_view sealed, std::string_view associated) {
  const Error wrong = refused("packet_sealing", "The packet is not sealed to this register's key, or it was altered.");
  if (sealed.size() < kSealOverhead || sealed.substr(0, kMagic.size()) != kMagic) return wrong;
  const auto sender = sealed.substr(kMagic.size(), kPoint);
  const auto nonce = sealed.substr(kMagic.size() + kPoint, kNonce);
  const auto body = sealed.substr(kMagic.size() + kPoint + kNonce);
  const auto text = body.substr(0, body.size() - kTag);
  std::string tag(body.substr(text.size()));
  const Key own = private_key(private_der), other = public_key(sender);
  if (!own) return seal_failed();
  if (!other) return wrong;
  const std::string key = packet_key(shared_secret(own.get(), other.get()), sender, point_of(own.get()));
  if (key.empty()) return wrong;
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string out(text.size(), '\0');
  int size = 0, last = 0;
  const bool ok =
      context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, bytes(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes(out), &size, bytes(text), static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes(out) + size, &last) == 1;
  if (!ok) return wrong;
  return out;
}

Result<std::string> seal_to(std::string_view public_point, std::string_view plain, std::string_view associated) {
  const Key own(EVP_EC_gen("P-256")), other = public_key(public_point);
  std::string nonce(kNonce, '\0'), tag(kTag, '\0'), out(plain.size(), '\0');
  if (!own || !other || RAND_bytes(bytes(nonce), kNonce) != 1) return seal_failed();
  const std::string sender = point_of(own.get());
  const std::string key = packet_key(shared_secret(own.get(), other.get()), sender, public_point);
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0, last = 0;
  const bool ok =
      context && !key.empty() &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, bytes(associated), static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), bytes(out), &size, bytes(plain), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), bytes(out) + size, &last) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, tag.data()) == 1;
  if (!ok) return seal_failed();
  return std::string(kMagic) + sender + nonce + out + tag;
}

}  // namespace muster::dealers

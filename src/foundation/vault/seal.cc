#include "seal.h"

#include <base/bytes.h>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::vault {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string binding(std::string_view kind, std::initializer_list<std::string_view> parts) {
  std::string out(kind);
  for (const auto part : parts) out += fmt::format("\n{}:{}", part.size(), part);
  return out;
}

}  // namespace

SecretKey::~SecretKey() {
  sodium_memzero(key.data(), key.size());
}

std::string encrypt(std::string_view plaintext, std::string_view associated, const Key& key, Random& random) {
  std::string out(kNonceBytes + plaintext.size() + kTagBytes, '\0');
  random.fill({raw(out), kNonceBytes});
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + kNonceBytes, nullptr, raw(plaintext), plaintext.size(),
                                             raw(associated), associated.size(), nullptr, raw(out), key.data());
  return to_base64(out);
}

std::optional<std::string> decrypt(std::string_view sealed, std::string_view associated, const Key& key) {
  const auto bytes = from_base64(sealed);
  if (!bytes.ok() || bytes->size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string out(bytes->size() - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(out), nullptr, nullptr, raw(*bytes) + kNonceBytes,
                                                 bytes->size() - kNonceBytes, raw(associated), associated.size(),
                                                 raw(*bytes), key.data()) != 0)
    return std::nullopt;
  return out;
}

std::string field_binding(std::string_view record_id, std::string_view field, std::string_view data_key_id) {
  return binding("muster-vault-field/1", {record_id, field, data_key_id});
}

std::string key_binding(std::string_view record_id, std::string_view data_key_id, std::string_view kek_id) {
  return binding("muster-vault-key/1", {record_id, data_key_id, kek_id});
}

Key key_of_purpose(std::string_view purpose, const Key& index_key) {
  const std::string context = binding("muster-vault-index/1", {purpose});
  Key out;
  crypto_generichash(out.data(), out.size(), raw(context), context.size(), index_key.data(), index_key.size());
  return out;
}

std::string blind(std::string_view value, const Key& purpose_key) {
  Hash out;
  crypto_generichash(out.data(), out.size(), raw(value), value.size(), purpose_key.data(), purpose_key.size());
  return to_hex(out);
}

std::string blind(std::string_view purpose, std::string_view value, const Key& index_key) {
  SecretKey own;
  own.key = key_of_purpose(purpose, index_key);
  return blind(value, own.key);
}

}  // namespace muster::vault

#include "seal.h"

#include <sodium.h>

namespace muster::documents {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                      kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

std::string random_bytes(Random& random, std::size_t n) {
  std::string out(n, '\0');
  random.fill({raw(out), n});
  return out;
}

}  // namespace

std::string new_key(Random& random) {
  return random_bytes(random, kKeyBytes);
}

std::string seal(std::string_view content, std::string_view key, std::string_view document_id, Random& random) {
  std::string out = random_bytes(random, kNonce);
  out.resize(kNonce + content.size() + kTag);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + kNonce, nullptr, raw(content), content.size(), raw(document_id),
                                             document_id.size(), nullptr, raw(out), raw(key));
  return out;
}

Result<std::string> unseal(std::string_view sealed, std::string_view key, std::string_view document_id) {
  const auto altered = [] {
    return internal_error("document_altered", "The document's file is not the one that was attached.");
  };
  if (sealed.size() < kNonce + kTag || key.size() != kKeyBytes) return altered();
  std::string out(sealed.size() - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(out), nullptr, nullptr, raw(sealed) + kNonce,
                                                 sealed.size() - kNonce, raw(document_id), document_id.size(),
                                                 raw(sealed), raw(key)) != 0)
    return altered();
  return out;
}

}  // namespace muster::documents

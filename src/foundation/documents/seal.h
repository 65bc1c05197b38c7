// Personal content on disk: XChaCha20-Poly1305 (libsodium), 24 bytes of nonce before the ciphertext. The document's id
// is the associated data, so that one file can't stand for another. Inside of the room.
#pragma once

#include <base/random.h>
#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::documents {

inline constexpr std::size_t kKeyBytes = 32;

std::string new_key(Random& random);
std::string seal(std::string_view content, std::string_view key, std::string_view document_id, Random& random);
// Error: document_altered.
Result<std::string> unseal(std::string_view sealed, std::string_view key, std::string_view document_id);

}  // namespace muster::documents

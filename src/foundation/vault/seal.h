// The cryptography of the vault: pure functions. Inside of the room.
#pragma once

#include <base/random.h>
#include <vault/key_ring.h>

#include <optional>
#include <string>
#include <string_view>

namespace muster::vault {

// XChaCha20-Poly1305: base64(nonce of 24 bytes ‖ ciphertext ‖ tag of 16 bytes).
std::string encrypt(std::string_view plaintext, std::string_view associated, const Key& key, Random& random);
// Nothing when key, ciphertext or associated data aren't those of encrypt.
std::optional<std::string> decrypt(std::string_view sealed, std::string_view associated, const Key& key);

// What a ciphertext is bound to. Parts are told apart by their lengths.
std::string field_binding(std::string_view record_id, std::string_view field, std::string_view data_key_id);
std::string key_binding(std::string_view record_id, std::string_view data_key_id, std::string_view kek_id);

// Keyed BLAKE2b-256 in hex; a key of its own for each purpose.
Key key_of_purpose(std::string_view purpose, const Key& index_key);
std::string blind(std::string_view value, const Key& purpose_key);
std::string blind(std::string_view purpose, std::string_view value, const Key& index_key);

// Wipes on destruction.
struct SecretKey {
  SecretKey() = default;
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  Key key{};
};

}  // namespace muster::vault

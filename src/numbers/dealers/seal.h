// Sealing to a key of the register: what a device captured is readable by the register alone, not by the device itself.
// ECDH on P-256 with a key made for one packet, HKDF-SHA-256 (RFC 5869), AES-256-GCM (NIST SP 800-38D), as WebCrypto
// offers them. Inside of the room. Thread-safe.
//
//   "MPK1" | the sender's public point, uncompressed, 65 bytes | nonce, 12 bytes | ciphertext and tag
//   key = HKDF(secret, salt "", info "muster-packet/1" | the sender's point | the receiver's point, 32 bytes)
//   associated data: the device's id; the device signs the hash of all of it with the Idempotency-Key
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::dealers {

inline constexpr std::size_t kSealOverhead = 4 + 65 + 12 + 16;

struct SealKey {
  std::string public_point;  // 65 bytes
  std::string private_der;   // PKCS #8
};
// Errors: seal_failed (our own, or the library's).
Result<SealKey> make_seal_key();
// Errors: packet_sealing (not sealed to this key by this device, or altered).
Result<std::string> open_sealed(std::string_view private_der, std::string_view sealed, std::string_view associated);
// As the browser does it: for tests and for programs that capture. Errors: seal_failed.
Result<std::string> seal_to(std::string_view public_point, std::string_view plain, std::string_view associated);

}  // namespace muster::dealers

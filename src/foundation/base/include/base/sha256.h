// SHA-256 (FIPS 180-4) over bytes that come piece by piece. Not thread-safe.
#pragma once

#include <base/bytes.h>

#include <sodium.h>

namespace muster {

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  // Of what was added so far; more may follow.
  std::string hex() const {
    crypto_hash_sha256_state copy = state_;
    Hash hash;
    crypto_hash_sha256_final(&copy, hash.data());
    return to_hex(hash);
  }

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace muster

// Randomness by constructor, and ids made from it.
#pragma once

#include <base/time.h>

#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

namespace muster {

// Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

// The operating system's generator, through libsodium.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// Reproducible; for tests and simulations only, never for keys.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

// UUIDv7 (RFC 9562 §5.7): opaque, sorts by time of making, and within one reading of the clock by the order of the
// calls in this process: what one transaction writes stays in order. 36 characters, lower case. Thread-safe; no secret.
std::string new_id(const Clock& clock, Random& random);
bool is_id(std::string_view text);

// n random bytes as base64url without padding: session tokens, receipts, secrets.
std::string random_token(Random& random, std::size_t bytes = 32);

}  // namespace muster

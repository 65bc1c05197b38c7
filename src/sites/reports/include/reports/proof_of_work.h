// Proof of work (cf. hashcash): what a flood of reports costs its sender. The server signs a challenge with an expiry
// and a number of bits; the client finds a nonce such that SHA-256(challenge ":" nonce) begins with so many zero bits.
// A challenge counts once, which the store of reports sees to.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace muster::reports {

inline constexpr std::size_t kChallengeMax = 256, kNonceMax = 32;  // bytes

struct WorkRules {
  std::int64_t from_per_minute = 120;  // up to so many reports a minute no work is asked for
  std::int64_t bits_first = 12;        // just beyond; one more with each doubling of the rate
  std::int64_t bits_max = 20;
  Duration valid = std::chrono::minutes(10);
};
// 0: none is asked for.
int bits_wanted(std::int64_t per_minute, const WorkRules& rules);

struct Challenge {
  std::string text;
  int bits = 0;  // 0: no work is asked for; the challenge holds all the same when many come in until it is used
  Instant expires_at;
};
// `sign`: a keyed hash as text (Vault::blind_index), the same for every process of an instance.
using Sign = std::function<std::string(std::string_view)>;
Challenge make_challenge(int bits, Instant expires_at, Random& random, const Sign& sign);
// Errors, field "challenge": challenge_invalid (not ours), challenge_expired, proof_wrong.
Result<void> check_proof(std::string_view challenge, std::string_view nonce, Instant now, const Sign& sign);
int leading_zero_bits(std::string_view digest);

// How many came within the last minute, in steps of ten seconds. Thread-safe.
class LoadMeter {
 public:
  explicit LoadMeter(const Clock& clock) : clock_(clock) {}
  void count();
  std::int64_t per_minute() const;

 private:
  static constexpr std::int64_t kSlots = 7, kSlotMicros = 10'000'000;
  const Clock& clock_;
  mutable std::mutex mutex_;
  struct Slot {
    std::int64_t at = -1, count = 0;
  };
  std::array<Slot, kSlots> slots_{};
};

}  // namespace muster::reports

#include <base/bytes.h>
#include <base/text.h>

#include <bit>
#include <charconv>

#include <fmt/format.h>
#include <reports/proof_of_work.h>

namespace muster::reports {
namespace {

// "<random>.<bits>.<expiry in seconds>.<signature>"
constexpr std::size_t kRandomBytes = 12;

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc() || end != text.data() + text.size()) return {};
  return out;
}

Error not_ours() {
  return invalid("challenge_invalid", "This challenge is not one of ours. Ask for a new one.", "challenge");
}

}  // namespace

int bits_wanted(std::int64_t per_minute, const WorkRules& rules) {
  if (per_minute <= rules.from_per_minute) return 0;
  std::int64_t bits = rules.bits_first;
  for (std::int64_t rate = per_minute; rate >= 2 * rules.from_per_minute && bits < rules.bits_max; rate /= 2) ++bits;
  return static_cast<int>(std::min(bits, rules.bits_max));
}

int leading_zero_bits(std::string_view digest) {
  int bits = 0;
  for (const unsigned char byte : digest) {
    bits += std::countl_zero(byte);
    if (byte != 0) break;
  }
  return bits;
}

Challenge make_challenge(int bits, Instant expires_at, Random& random, const Sign& sign) {
  const std::int64_t seconds = expires_at.micros / 1'000'000;
  const std::string head = fmt::format("{}.{}.{}", random_token(random, kRandomBytes), bits, seconds);
  return {fmt::format("{}.{}", head, sign(head)), bits, Instant{seconds * 1'000'000}};
}

Result<void> check_proof(std::string_view challenge, std::string_view nonce, Instant now, const Sign& sign) {
  if (challenge.empty() || challenge.size() > kChallengeMax || nonce.size() > kNonceMax) return not_ours();
  const auto parts = split(challenge, '.');
  if (parts.size() != 4) return not_ours();
  const std::string_view head = challenge.substr(0, challenge.rfind('.'));
  if (!constant_time_equal(parts[3], sign(head))) return not_ours();
  const auto bits = number_in(parts[1]), seconds = number_in(parts[2]);
  if (!bits || !seconds) return not_ours();
  if (now.micros >= *seconds * 1'000'000)
    return invalid("challenge_expired", "The challenge has expired. Ask for a new one.", "challenge");
  const Hash hash = sha256(fmt::format("{}:{}", challenge, nonce));
  if (leading_zero_bits(view(hash)) < *bits)
    return invalid("proof_wrong", "The proof of work does not fit its challenge.", "nonce");
  return {};
}

void LoadMeter::count() {
  const std::int64_t at = clock_.now().micros / kSlotMicros;
  std::lock_guard lock(mutex_);
  Slot& slot = slots_[static_cast<std::size_t>(at % kSlots)];
  if (slot.at != at) slot = {at, 0};
  ++slot.count;
}

std::int64_t LoadMeter::per_minute() const {
  const std::int64_t now = clock_.now().micros / kSlotMicros;
  std::lock_guard lock(mutex_);
  std::int64_t sum = 0;
  for (const Slot& slot : slots_)
    if (slot.at > now - 6 && slot.at <= now) sum += slot.count;
  return sum;
}

}  // namespace muster::reports

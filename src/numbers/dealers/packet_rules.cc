#include <base/bytes.h>
#include <lines/rules.h>

#include <dealers/rules.h>
#include <fmt/format.h>

namespace muster::dealers {

std::string packet_text(const Announced& a) {
  return fmt::format("muster-packet/1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", a.device_id, a.key, a.sha256, a.size, a.key_id,
                     a.captured_at, a.corrects);
}

std::string request_text(std::string_view method, std::string_view path, std::string_view time,
                         std::string_view sha256) {
  return fmt::format("muster-device/1\n{}\n{}\n{}\n{}\n", method, path, time, sha256);
}

Instant frozen_at(const policy::Policy& policy, const Device& device) {
  return policy.due("dealers.unsynced_max", device.synced_at);
}

std::optional<Error> judge_time(const policy::Policy& policy, const Device& device, Instant captured_at, Instant now) {
  if (captured_at > now + kClockTolerance)
    return invalid("captured_in_future", "The device's clock is ahead. Set its time, and capture again.",
                   "captured_at");
  if (policy.due("dealers.packet_age_max", captured_at) <= now)
    return refused("packet_too_old", "This was captured too long ago. The person registers again.", "captured_at");
  if (captured_at + kClockTolerance < device.synced_at)
    return refused("packet_withheld",
                   "The device had said that nothing was waiting, and yet this is from before. The person registers "
                   "again.",
                   "captured_at");
  if (captured_at > frozen_at(policy, device))
    return refused("captured_after_freeze",
                   "The device had not synchronised for longer than allowed when this was captured. The person "
                   "registers again.",
                   "captured_at");
  return std::nullopt;
}

Result<Instant> check(const Announced& a) {
  std::vector<Error> faults;
  if (a.size < 1 || a.size > kPacketMaxBytes)
    faults.push_back(invalid("packet_size", fmt::format("A packet has 1 to {} bytes.", kPacketMaxBytes), "size"));
  if (!hash_from_hex(a.sha256).ok())
    faults.push_back(invalid("packet_hash", "Give the SHA-256 of the sealed bytes in hex.", "sha256"));
  if (!lines::is_code(a.key) || !lines::is_code(a.key_id))
    faults.push_back(invalid("packet_key_form",
                             "A packet has an Idempotency-Key of 1 to 64 letters and digits, and names the key that "
                             "it is sealed to.",
                             "idempotency_key"));
  const auto at = parse_rfc3339(a.captured_at);
  if (!at.ok()) faults.push_back(invalid("packet_time", "Say when it was captured, as RFC 3339.", "captured_at"));
  if (faults.empty()) return *at;
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

}  // namespace muster::dealers

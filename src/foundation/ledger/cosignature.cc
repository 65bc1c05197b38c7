#include <ledger/cosignature.h>

#include <limits>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::ledger {
namespace {

std::string message(const std::string& text, std::uint64_t seconds) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

}  // namespace

NoteSignature cosign(const std::string& text, Instant at, const SigningKey& key) {
  const auto seconds = static_cast<std::uint64_t>(at.micros / 1'000'000);
  const auto signature = key.sign(message(text, seconds));
  NoteSignature out{key.name(), key.verifier().id(), {}};
  for (int shift = 56; shift >= 0; shift -= 8) out.bytes += static_cast<char>(seconds >> shift);
  out.bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
  return out;
}

std::optional<Instant> verify_cosignature(const std::string& text, const NoteSignature& signature,
                                          const VerifierKey& key) {
  if (key.algorithm != Algorithm::cosignature_v1 || signature.name != key.name || signature.key_id != key.id() ||
      signature.bytes.size() != 72)
    return std::nullopt;
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < 8; ++i) seconds = seconds << 8 | static_cast<unsigned char>(signature.bytes[i]);
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 1'000'000)) return std::nullopt;
  const std::string signed_text = message(text, seconds);
  if (crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.bytes.data()) + 8,
                                  reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(),
                                  key.public_key.data()) != 0)
    return std::nullopt;
  return Instant{static_cast<std::int64_t>(seconds) * 1'000'000};
}

}  // namespace muster::ledger

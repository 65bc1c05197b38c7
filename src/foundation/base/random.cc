#include <base/bytes.h>
#include <base/random.h>

#include <sodium.h>

namespace muster {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  randombytes_buf(out.data(), out.size());
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  const std::lock_guard lock(mutex_);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
}

namespace {

// RFC 9562 §6.2 method 2: what this process makes at one reading of the clock goes up, by an amount nobody foresees.
std::uint64_t next_tail(std::int64_t micros, std::uint64_t drawn) {
  static std::mutex mutex;
  static std::int64_t last_micros = -1;
  static std::uint64_t last = 0;
  const std::lock_guard lock(mutex);
  // Begins in the lower half of its 62 bits: four thousand million ids at least fit behind it.
  last = micros == last_micros ? last + 1 + (drawn & 0x1fffffff) : drawn >> 3;
  last_micros = micros;
  return last;
}

}  // namespace

std::string new_id(const Clock& clock, Random& random) {
  std::array<std::uint8_t, 16> b;
  std::array<std::uint8_t, 8> drawn;
  random.fill(drawn);
  const std::int64_t micros = clock.now().micros;
  const auto millis = static_cast<std::uint64_t>(micros / 1000);
  for (int i = 0; i < 6; ++i) b[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  // RFC 9562 §6.2 method 3: the rest of the time.
  const auto rest = static_cast<unsigned>(micros % 1000 * 4096 / 1000);
  b[6] = static_cast<std::uint8_t>(0x70 | (rest >> 8));
  b[7] = static_cast<std::uint8_t>(rest);
  std::uint64_t tail = 0;
  for (const std::uint8_t byte : drawn) tail = tail << 8 | byte;
  tail = next_tail(micros, tail);
  for (int i = 8; i < 16; ++i) b[i] = static_cast<std::uint8_t>(tail >> (8 * (15 - i)));
  b[8] = static_cast<std::uint8_t>(0x80 | (b[8] & 0x3f));
  std::string id = to_hex({reinterpret_cast<const char*>(b.data()), b.size()});
  for (const std::size_t at : {20, 16, 12, 8}) id.insert(at, 1, '-');
  return id;
}

bool is_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

std::string random_token(Random& random, std::size_t bytes) {
  std::string raw(bytes, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(raw.data()), raw.size()});
  return to_base64url(raw);
}

}  // namespace muster

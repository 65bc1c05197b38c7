#include <schedule/jitter.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <sodium.h>

namespace muster::schedule {
namespace {

static_assert(crypto_shorthash_siphashx24_KEYBYTES == 16 && crypto_shorthash_siphashx24_BYTES == 16);

double unit(std::uint64_t bits) {
  return static_cast<double>(bits) * 0x1p-42;
}

}  // namespace

Jitter::Jitter(Random& random) {
  random.fill(key_);
}

Jitter::Draw Jitter::draw(std::uint64_t site, std::uint64_t test) const {
  std::uint64_t in[2] = {site, test}, out[2];
  crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(out), reinterpret_cast<const unsigned char*>(in),
                              sizeof in, key_.data());
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 42) - 1;
  return {unit(out[0] & kMask), unit(out[1] & kMask), unit(((out[0] >> 42) << 20 | (out[1] >> 44)) & kMask)};
}

double days_until_explored(const Jitter::Draw& draw, const Timing& timing) {
  if (timing.explore_per_day <= 0) return std::numeric_limits<double>::infinity();
  return -std::log1p(-draw.explored) / timing.explore_per_day;
}

double days_until_next(double rate_per_day, const Jitter::Draw& draw, const Timing& timing) {
  const double window = std::min(timing.jitter / rate_per_day, timing.window_days);
  const double days = std::min(1 / rate_per_day + window * (2 * draw.planned - 1), days_until_explored(draw, timing));
  return std::max(std::min(days, timing.longest_days), timing.shortest_days);
}

double days_until_first(double rate_per_day, const Jitter::Draw& draw, const Timing& timing) {
  return std::min(draw.planned / rate_per_day, timing.longest_days);
}

}  // namespace muster::schedule

// One mixer of 64 bits for all fingerprints (the finalizer of SplitMix64, Steele et al. 2014). What is on record was
// made with it: it never changes.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::likeness {

constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}
inline std::uint64_t mix(std::string_view text) {
  std::uint64_t out = 0;
  for (const char c : text) out = mix(out ^ static_cast<std::uint8_t>(c));
  return mix(out ^ (std::uint64_t{text.size()} << 32));
}

}  // namespace muster::likeness

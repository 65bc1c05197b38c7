// Text searched sixteen bytes at a time, by the compiler's vectors on any processor. Pure.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace muster {

static_assert(std::endian::native == std::endian::little, "the lowest lane is the first byte");

// Comparisons of blocks give all bits of a lane or none, so that they go together by & | ~.
using Block = std::uint8_t __attribute__((vector_size(16)));

inline Block all_of(char c) {
  Block out;
  std::memset(&out, c, sizeof out);
  return out;
}
inline Block block_at(const char* from) {
  Block out;
  std::memcpy(&out, from, sizeof out);
  return out;
}
inline auto between(Block bytes, char first, char last) {
  return (bytes - all_of(first)) <= all_of(static_cast<char>(last - first));
}

// The first place from `at` on that is wanted; text.size(): none. `wanted` is given a function: byte(0) is what stands
// at sixteen places at once, byte(1) and byte(2) what follows each; behind the text's end there are zeros.
template <class Wanted>
std::size_t find_place(std::string_view text, std::size_t at, Wanted wanted) {
  constexpr std::size_t kWidth = sizeof(Block), kAhead = 2;
  const auto found = [&](const char* from) {
    const auto lanes = wanted([from](std::size_t ahead) { return block_at(from + ahead); });
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(lanes);
    if (halves[0] != 0) return static_cast<std::size_t>(std::countr_zero(halves[0])) / 8;
    return halves[1] != 0 ? 8 + static_cast<std::size_t>(std::countr_zero(halves[1])) / 8 : kWidth;
  };
  for (; at + kWidth + kAhead <= text.size(); at += kWidth)
    if (const std::size_t place = found(text.data() + at); place < kWidth) return at + place;
  for (; at < text.size(); at += kWidth) {
    char rest[kWidth + kAhead] = {};
    std::memcpy(rest, text.data() + at, std::min(sizeof rest, text.size() - at));
    if (const std::size_t place = found(rest); place < kWidth) return std::min(at + place, text.size());
  }
  return text.size();
}

// Where ASCII ends, from `at` on.
inline std::size_t ascii_end(std::string_view text, std::size_t at) {
  return find_place(text, at, [](auto byte) { return byte(0) >= all_of('\x80'); });
}

}  // namespace muster

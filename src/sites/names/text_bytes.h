// Texts of names looked at by many bytes at once; nothing outside of them is read. Inside of the names room.
#pragma once

#include <names/hash.h>

#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace muster::names {

// Bit i: a dot at text[i]. For at most 64 characters; nothing outside of the text is read.
inline std::uint64_t dots_of(const char* text, std::size_t size) {
  std::uint64_t dots = 0;
#if defined(__SSE2__)
  const __m128i dot = _mm_set1_epi8('.');
  const auto at = [&](__m128i bytes) {
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, dot))));
  };
  const auto load = [&](std::size_t from) {
    return at(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text + from))) << from;
  };
  if (size >= 16) {
    dots = load(0) | load(size - 16);
    for (std::size_t from = 16; from + 16 < size; from += 16) dots |= load(from);
    return dots;
  }
  if (size >= 8) {
    const auto both =
        at(_mm_set_epi64x(static_cast<long long>(load64(text + size - 8)), static_cast<long long>(load64(text))));
    return (both & 0xff) | (both >> 8) << (size - 8);
  }
#endif
  for (std::size_t i = 0; i < size; ++i) dots |= static_cast<std::uint64_t>(text[i] == '.') << i;
  return dots;
}

// Where the label in front of the dot-terminated suffix at `from` begins: text[from - 1] is a dot.
inline std::size_t label_before(std::string_view name, std::size_t from) {
  std::size_t at = from - 1;
  while (at > 0 && name[at - 1] != '.') --at;
  return at;
}

inline bool same_text(const char* a, const char* b, std::size_t size) {
#if defined(__SSE2__)
  const auto differ = [&](std::size_t at) {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a + at)),
                                            _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + at)))) != 0xffff;
  };
  if (size >= 16) {
    for (std::size_t at = 0; at + 16 < size; at += 16)
      if (differ(at)) return false;
    return !differ(size - 16);
  }
#endif
  if (size >= 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) return ((load64(a) ^ load64(b)) | (load64(a + size - 8) ^ load64(b + size - 8))) == 0;
  if (size >= 4) return ((load32(a) ^ load32(b)) | (load32(a + size - 4) ^ load32(b + size - 4))) == 0;
  for (std::size_t i = 0; i < size; ++i)
    if (a[i] != b[i]) return false;
  return true;
}

}  // namespace muster::names

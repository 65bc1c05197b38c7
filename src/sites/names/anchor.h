// Finds the suffix of a name under which its rules are stored (index_format.h). Inside of the names room.
#pragma once

#include "index_format.h"

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

// Where the last two labels begin; 0 for a name of one or two.
inline std::size_t last_two_labels(std::string_view name) {
  if (name.size() <= 64) {
    std::uint64_t dots = dots_of(name.data(), name.size());
    if (dots == 0) return 0;
    dots ^= std::uint64_t{1} << (63 - __builtin_clzll(dots));
    return dots ? static_cast<std::size_t>(64 - __builtin_clzll(dots)) : 0;
  }
  const auto last = name.rfind('.');
  if (last == std::string_view::npos || last == 0) return 0;
  const auto second = name.rfind('.', last - 1);
  return second == std::string_view::npos ? 0 : second + 1;
}

struct Anchor {
  std::uint64_t hash;
  std::uint16_t from;  // where it begins in the name
};

// `dense(from, hash)` is called for each shorter suffix at which a rule may stand, the shortest first.
template <class AtDense>
inline Anchor anchor_of(std::string_view name, std::uint64_t seed, FilterView filter, AtDense&& at_dense) {
  std::size_t from = last_two_labels(name);
  std::uint64_t hash = hash_name(name.substr(from), seed);
  for (;;) {
    const unsigned cell = filter.at(hash);
    if (!(cell & kDense) || from == 0) return {hash, static_cast<std::uint16_t>(from)};
    if (cell & kRuleAtDense) at_dense(from, hash);
    from = label_before(name, from);
    hash = hash_name(name.substr(from), seed);
  }
}

}  // namespace muster::names

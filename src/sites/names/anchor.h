// Finds the suffix of a name under which its rules are stored (index_format.h). Inside of the names room.
#pragma once

#include "index_format.h"
#include "text_bytes.h"

namespace muster::names {

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

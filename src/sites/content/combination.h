// Combinations: several parts that make a term together. Pure.
#pragma once

#include "search.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::content {

struct Together {
  std::uint32_t term;
  std::size_t begin,
      end;  // in the normalised text: from the first part to the last where they are near, else the first
  Spelling spelling;
};
// Every combination whose parts are all there, near enough, and without what excludes it. At most one a term where the
// parts may stand anywhere; where they must be near, each group counts, at most 1,000.
std::vector<Together> combinations(const std::vector<Term>& terms, const std::string& text,
                                   const std::vector<Place>& places);

}  // namespace muster::content

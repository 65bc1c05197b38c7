// Words that tell what a sentence speaks of where it is neither offer nor lure: medicine, education, law, art, news, a
// warning. A term in such a sentence counts for little.
#pragma once

#include <span>
#include <string_view>

namespace muster::content {

struct ContextWords {
  std::string_view context;  // medicine, education, law, art, news, warning
  std::string_view words;    // with one line feed between; "*" ends one that may be continued
};
std::span<const ContextWords> context_words();

inline constexpr double kNeutralContextFactor = 0.15;
inline constexpr double kOtherLanguageFactor = 0.3;

}  // namespace muster::content

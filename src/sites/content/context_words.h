// Words that tell that a sentence speaks of health, education, law or art: a term in such a sentence counts for little.
#pragma once

#include <span>
#include <string_view>

namespace muster::content {

std::span<const std::string_view> neutral_context_words();
inline constexpr double kNeutralContextFactor = 0.15;
inline constexpr double kOtherLanguageFactor = 0.3;

}  // namespace muster::content

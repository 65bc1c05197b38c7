// Texts as columns that may be null have them.
#pragma once

#include <optional>
#include <string>

namespace muster::store {

// "" is nothing.
inline std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace muster::store

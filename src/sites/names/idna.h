// UTS 46 by ICU, one label at a time. Inside of the names room; the slow path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::names {

// A label that is not ASCII, or that begins with "xn--" → its A-label in lower case; nothing when UTS 46 refuses it.
std::optional<std::string> to_a_label(std::string_view label);
// An A-label → its U-label, when that encodes back to the same A-label.
std::optional<std::string> to_u_label(std::string_view label);
// Replaces the ideographic and full-width full stops of UTS 46 (U+3002, U+FF0E, U+FF61) by ".", and the capital sharp s
// (U+1E9E) by the small one: so since Unicode 15.1, while ICU 72 makes "ss" of it, which is another name.
std::string premapped(std::string_view utf8);

}  // namespace muster::names

// Which characters may stand where in a machine-readable zone, before anybody knows what it says: Doc 9303 parts 4
// to 7. Pure and thread-safe.
#pragma once

#include <cstdint>

namespace muster::papers {

enum class CharClass : std::uint8_t { letters, digits, any };  // beside the filler

// Lines and columns from 0, of a zone of so many lines and columns: 3×30 (TD1), 2×36 (TD2, MRV-B), 2×44 (TD3, MRV-A).
CharClass char_class(int lines, int columns, int line, int column);

}  // namespace muster::papers

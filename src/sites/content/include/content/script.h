// What a character's script does about words. Pure and thread-safe.
#pragma once

#include <cstdint>

namespace muster::content {

bool is_unspaced_by_script(std::int32_t c);
// Of a script that writes no spaces: Han, kana, Thai, Lao, Khmer, Myanmar.
inline bool is_unspaced(std::int32_t c) {
  if (c < 0x0E00 || (c >= 0xAC00 && c <= 0xD7A3)) return false;  // most others; Hangul
  return (c >= 0x4E00 && c <= 0x9FFF) || is_unspaced_by_script(c);
}

}  // namespace muster::content

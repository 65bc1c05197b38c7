// Letters that look like others: homoglyphs by the skeletons of Unicode Technical Standard 39 (ICU's uspoof), digits
// and signs that stand for letters ("c4$1n0"), accents. Each character has one class; texts of the same classes look
// alike. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

// The class of a character, itself a character: а (Cyrillic) → a, 4 → a, é → e, l → i (as 1, | and i are). A letter
// that looks like no other is its own class; what can't stand in a word is 0.
char32_t alike_class(char32_t c);
bool is_plain(char32_t c);  // an ASCII letter, or a letter that is its own class

// A text's classes, marks left out. `plain`: the characters that they come from, one each.
std::u32string alike_classes(std::string_view text, std::u32string* plain = nullptr);

// Whether `seen` (characters as written) is `meant` in disguise: as long, of the same classes, at least half of it
// (of a short word more) letters exactly right, and where a letter is written plainly it is the right one.
bool is_disguise(std::u32string_view seen, std::u32string_view meant);

std::string to_utf8(std::u32string_view text);

}  // namespace muster::content

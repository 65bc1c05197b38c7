// Where words begin and end, by script.
#pragma once

#include <content/script.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muster::content {

// The character that ends before `offset`, or begins at it; -1 at the text's edge.
std::int32_t character_before(std::string_view text, std::size_t offset);
std::int32_t character_at(std::string_view text, std::size_t offset);
// Steps of whole characters, bounded by the text.
std::size_t back_by(std::string_view text, std::size_t offset, std::size_t characters);
std::size_t forward_by(std::string_view text, std::size_t offset, std::size_t characters);

bool is_letter_beyond_ascii(std::int32_t c);
// Letters, marks, digits, low line.
inline bool is_letter(std::int32_t c) {
  if (c >= 0x80) return is_letter_beyond_ascii(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool in_latin_script(std::string_view text);  // every letter is Latin

// The sentence around [begin, end): up to the next full stop, question or exclamation mark or line's end, and at most
// 400 bytes to each side, cut at whole characters.
struct Span {
  std::size_t begin, end;
};
Span sentence_around(std::string_view text, std::size_t begin, std::size_t end);

// Whether [begin, end) of text begins and ends where ICU's rules and dictionaries cut the words of the sentence.
// Thread-safe.
bool on_word_boundaries(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace muster::content

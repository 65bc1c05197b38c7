#include "standing.h"

#include "words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace muster::content {
namespace {

bool joins(std::int32_t a, std::int32_t b) {
  return is_letter(a) && is_letter(b) && !(is_unspaced(a) || is_unspaced(b));
}
bool of_script(std::int32_t c, UScriptCode script) {
  UErrorCode status = U_ZERO_ERROR;
  return c >= 0x250 && uscript_getScript(c, &status) == script;
}

// Arabic writes "and", "the", "with" and the like onto the word: و ف ب ك ل ال and what they make together.
bool is_arabic_prefix(std::string_view text) {
  static const std::set<std::string_view> kPrefixes{"و",   "ف",   "ب",   "ك",  "ل",  "ال", "وال",
                                                    "بال", "كال", "فال", "لل", "ول", "وب"};
  return kPrefixes.contains(text);
}

bool begins_word(const std::string& text, std::size_t begin) {
  std::size_t before = begin;  // a mark that stands on no letter begins no word
  while (before > 0 && (U_GET_GC_MASK(character_before(text, before)) & U_GC_M_MASK) != 0)
    before = back_by(text, before, 1);
  if (!joins(character_before(text, before), character_at(text, begin))) return true;
  if (!of_script(character_at(text, begin), USCRIPT_ARABIC)) return false;
  std::size_t from = begin;
  for (int i = 0; i < 4 && from > 0 && is_letter(character_before(text, from)); ++i) from = back_by(text, from, 1);
  return !is_letter(character_before(text, from)) &&
         is_arabic_prefix(std::string_view(text).substr(from, begin - from));
}

bool ends_word(const std::string& text, std::size_t end, bool open) {
  if (!joins(character_before(text, end), character_at(text, end))) return true;
  // Korean writes its particles onto the word.
  if (of_script(character_before(text, end), USCRIPT_HANGUL)) return true;
  if (!open) return false;
  std::size_t more = 0, at = end;
  while (more <= kOpenEndMax && is_letter(character_at(text, at))) {
    at = forward_by(text, at, 1);
    ++more;
  }
  return more <= kOpenEndMax;
}

}  // namespace

bool stands(const std::string& text, const Literal& literal, std::size_t begin, std::size_t end) {
  if (!begins_word(text, begin) || !ends_word(text, end, literal.open_end)) return false;
  return !literal.unspaced || on_word_boundaries(text, begin, end);
}

void sort_by_begin(std::vector<Found>& found) {
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
}

}  // namespace muster::content

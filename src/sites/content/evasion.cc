#include "evasion.h"

#include "alike.h"
#include "han.h"
#include "words.h"
#include <base/blocks.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace muster::content {
using Char = SideChar;
namespace {

constexpr std::size_t kNeighbours = 3;  // words to each side of an odd one: phrases have several
constexpr std::size_t kWindowWordsMax = 40;
constexpr std::size_t kLineCharsMax = 4000;
constexpr std::size_t kSpacedCharsMax = 200;
constexpr std::size_t kSpacedLatinMin = 4;  // "c a s i": fewer are initials
constexpr int kSeparatorsMax = 3;           // between two letters that stand alone
constexpr std::size_t kSideBytesMax = 1u << 20;

// Signs that are read as letters, beside letters and digits themselves.
bool is_word_sign(char32_t c) {
  return c == '@' || c == '$' || c == '|' || c == '!' || c == '+' || c == 0x20AC || c == 0xA3 || c == 0xA2;
}
bool is_ascii_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_ascii_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool in_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || is_ascii_digit(c) || is_word_sign(c);
  return is_word_sign(c) || (is_letter(static_cast<std::int32_t>(c)) && !is_unspaced(static_cast<std::int32_t>(c)));
}
bool is_separator(char32_t c) {
  if (c == '\n') return false;
  if (c < 0x80)
    return c == ' ' || (c > 0x20 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'));
  if (c == 0x3002 || c == 0xFF01 || c == 0xFF1F) return false;  // a sentence ends
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK)) != 0;
}

SideToken token_of(const std::vector<Char>& chars, std::size_t first, std::size_t last, bool spaced,
                   std::string_view text) {
  SideToken token{0, 0, spaced, {}, {}};
  token.written.reserve(last - first);
  token.source.reserve(last - first + 1);
  for (std::size_t i = first; i < last; ++i) {
    if (chars[i].c >= 0x80 && (U_GET_GC_MASK(static_cast<UChar32>(chars[i].c)) & U_GC_M_MASK)) continue;
    token.written += chars[i].c;
    token.source.push_back(chars[i].at);
  }
  token.source.push_back(static_cast<std::uint32_t>(forward_by(text, chars[last - 1].at, 1)));
  return token;
}

bool is_edge_sign(char32_t c) {
  return c == '!' || c == '+' || c == '|';
}

// Letters and something that stands for a letter.
bool is_odd(const std::vector<Char>& line, std::size_t first, std::size_t last) {
  bool letter = false, other = false;
  for (std::size_t i = first; i < last; ++i) {
    if (is_plain(line[i].c))
      letter = true;
    else
      other = true;
  }
  return letter && other && last - first >= 3;
}

bool in_ascii_word(std::uint8_t byte) {
  return byte < 0x80 && in_word(byte);
}

// The rest of an ASCII word around a sign or digit in it, and whether is_odd() could hold for any piece of it.
std::pair<std::size_t, bool> ascii_word_around(std::string_view text, std::size_t from, std::size_t at) {
  const auto is_letter_at = [&](std::size_t i) { return text[i] >= 'a' && text[i] <= 'z'; };
  std::size_t begin = at, end = at;
  while (begin > from && is_letter_at(begin - 1)) --begin;
  bool letter = begin < at;
  for (; end < text.size() && in_ascii_word(static_cast<std::uint8_t>(text[end])); ++end)
    letter = letter || is_letter_at(end);
  return {end, letter && end - begin >= 3};
}

// From behind a word of ASCII on, where no letter has stood alone: the end of the last word before one that does, or
// before a character beyond ASCII; the text's end where there is none.
std::size_t before_lonely(std::string_view text, std::size_t at) {
  const auto in_word = [](Block bytes) { return between(bytes, 'a', 'z') | between(bytes, '0', '9'); };
  const std::size_t before = find_place(text, at - 1, [&](auto byte) {
    const auto alone = in_word(byte(1)) & ~in_word(byte(0)) & ~in_word(byte(2));
    return alone | between(byte(1), 'A', 'Z') | (byte(1) >= all_of('\x80'));
  });
  if (before == text.size()) return before;
  std::size_t end = before + 1;
  while (end > at && !is_ascii_letter_or_digit(text[end - 1])) --end;
  return end;
}

}  // namespace

SideText::SideText(std::string_view normalised) {
  add_words(normalised);
  add_spaced(normalised);
}

void SideText::add(SideToken token) {
  if (token.written.empty() || text_.size() > kSideBytesMax) return;
  std::u32string classes;
  classes.reserve(token.written.size());
  for (const char32_t c : token.written) {
    const char32_t of = alike_class(c);
    classes += c == ' ' ? c : of ? of : U'?';
  }
  token.begin = text_.size();
  text_ += to_utf8(classes);
  token.end = text_.size();
  text_ += '\n';
  tokens_.push_back(std::move(token));
}

// A line's words with single spaces between; those with odd letters go into the side text, with their neighbours.
void SideText::add_line(const std::vector<Char>& line, std::string_view text) {
  struct Word {
    std::size_t first, last;
    bool odd;
  };
  std::vector<Word> words;
  words.reserve(line.size() / 4 + 1);
  for (std::size_t i = 0; i < line.size();) {
    if (line[i].c == ' ') {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < line.size() && line[end].c != ' ') ++end;
    words.push_back({i, end, is_odd(line, i, end)});
    i = end;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].odd) continue;
    const std::size_t first = i < kNeighbours ? 0 : i - kNeighbours;
    std::size_t last = i;  // of the window: odd words that follow closely go with it
    for (std::size_t k = i; k < words.size() && k <= last + kNeighbours && k - first < kWindowWordsMax; ++k)
      if (words[k].odd) last = k;
    const std::size_t end = std::min(last + kNeighbours + 1, words.size());
    add(token_of(line, words[first].first, words[end - 1].last, false, text));
    i = last;
  }
}

// Only what stands between two signs that no word has, and holds a word of ASCII that could be odd or a character
// beyond, is looked at closely.
void SideText::add_words(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto n = static_cast<std::int32_t>(text.size());
  std::int32_t begin = 0;
  bool odd = false;
  for (std::int32_t i = 0; i < n;) {
    const std::size_t other = find_place(text, static_cast<std::size_t>(i), [](auto byte) {
      return ~(between(byte(0), 'a', 'z') | (byte(0) == all_of(' ')));
    });
    i = static_cast<std::int32_t>(other);
    if (i == n) break;
    if (in_ascii_word(bytes[i])) {
      const auto [end, may_be_odd] = ascii_word_around(text, static_cast<std::size_t>(begin), other);
      odd = odd || may_be_odd;
      i = static_cast<std::int32_t>(end);
      continue;
    }
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    if (c >= 0 && in_word(static_cast<char32_t>(c))) {
      odd = true;
      continue;
    }
    if (odd) add_segment(text, begin, static_cast<std::int32_t>(other));
    begin = i;
    odd = false;
  }
  if (odd) add_segment(text, begin, n);
}

void SideText::add_segment(std::string_view text, std::int32_t from, std::int32_t n) {
  std::vector<Char> line;
  line.reserve(std::min(static_cast<std::size_t>(n - from), kLineCharsMax));
  bool odd = false;  // anything that is not an ASCII letter or a space
  const auto flush = [&] {
    if (odd) add_line(line, text);
    line.clear();
    odd = false;
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int32_t i = from; i < n;) {
    const auto at = static_cast<std::uint32_t>(i);
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    if (c == ' ') {
      if (!line.empty() && line.back().c != ' ') line.push_back({' ', at});
      continue;
    }
    bool fits = c >= 0 && in_word(static_cast<char32_t>(c));
    if (fits && is_edge_sign(static_cast<char32_t>(c))) {  // "now!" is no word of four letters
      const UChar32 after = i < n ? character_at(text, static_cast<std::size_t>(i)) : -1;
      fits = !line.empty() && line.back().c != ' ' && after >= 0 && in_word(static_cast<char32_t>(after)) &&
             !is_edge_sign(static_cast<char32_t>(after));
    }
    if (!fits) {
      flush();
      continue;
    }
    odd = odd || c < 'a' || c > 'z';
    line.push_back({static_cast<char32_t>(c), at});
    if (line.size() >= kLineCharsMax) flush();
  }
  flush();
}

void SideText::add_spaced(std::string_view text) {
  std::vector<Char> run;
  bool han = false;
  const auto flush = [&] {
    if (run.size() >= (han ? 2 : kSpacedLatinMin)) add(token_of(run, 0, run.size(), true, text));
    run.clear();
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto n = static_cast<std::int32_t>(text.size());
  int separators = 1;
  const auto in_ascii_word = [&](std::int32_t i) {
    return i < n && is_ascii_letter_or_digit(text[static_cast<std::size_t>(i)]);
  };
  for (std::int32_t i = 0; i < n;) {
    if (in_ascii_word(i) && in_ascii_word(i + 1)) {  // a word: nothing in it stands alone
      while (in_ascii_word(i)) ++i;
      flush();
      separators = 0;
      i = static_cast<std::int32_t>(before_lonely(text, static_cast<std::size_t>(i)));
      continue;
    }
    const auto at = static_cast<std::uint32_t>(i);
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    if (c >= 0 && is_separator(static_cast<char32_t>(c))) {
      if (++separators > kSeparatorsMax) flush();
      continue;
    }
    const bool letter = c >= 0 && is_letter(c);
    const UChar32 after = i < n ? character_at(text, static_cast<std::size_t>(i)) : ' ';
    const bool alone =
        letter && separators > 0 && (after < 0 || after == '\n' || is_separator(static_cast<char32_t>(after)));
    const bool joins_run = alone && separators <= kSeparatorsMax && (run.empty() || is_han(c) == han);
    if (!joins_run) flush();
    if (alone && run.size() < kSpacedCharsMax) {
      if (run.empty()) han = is_han(c);
      run.push_back({static_cast<char32_t>(c), at});
    }
    separators = c == '\n' || c < 0 ? 1 : 0;
    if (c == '\n') flush();
  }
  flush();
}

const SideToken* SideText::token_at(std::size_t offset) const {
  const auto after = std::upper_bound(tokens_.begin(), tokens_.end(), offset,
                                      [](std::size_t at, const SideToken& token) { return at < token.begin; });
  if (after == tokens_.begin() || offset >= (after - 1)->end) return nullptr;
  return &*(after - 1);
}

std::size_t SideText::index_in(const SideToken& token, std::size_t offset) const {
  std::size_t n = 0;
  for (std::size_t at = token.begin; at < offset && at < token.end; at = forward_by(text_, at, 1)) ++n;
  return n;
}

}  // namespace muster::content

#include "evasion.h"

#include "alike.h"
#include "han.h"
#include "words.h"

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
  for (std::size_t i = first; i < last; ++i) {
    if (U_GET_GC_MASK(static_cast<UChar32>(chars[i].c)) & U_GC_M_MASK) continue;
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

}  // namespace

SideText::SideText(std::string_view normalised) {
  add_words(normalised);
  add_spaced(normalised);
}

void SideText::add(SideToken token) {
  if (token.written.empty() || text_.size() > kSideBytesMax) return;
  std::u32string classes;
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

// Only what stands between two signs that no word has, and holds anything but letters from a to z, is looked at
// closely.
void SideText::add_words(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto n = static_cast<std::int32_t>(text.size());
  std::int32_t begin = 0;
  bool odd = false;
  for (std::int32_t i = 0; i < n;) {
    const std::uint8_t byte = bytes[i];
    if ((byte >= 'a' && byte <= 'z') || byte == ' ') {
      ++i;
      continue;
    }
    const std::int32_t at = i;
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    if (c >= 0 && in_word(static_cast<char32_t>(c))) {
      odd = true;
      continue;
    }
    if (odd) add_segment(text, begin, at);
    begin = i;
    odd = false;
  }
  if (odd) add_segment(text, begin, n);
}

void SideText::add_segment(std::string_view text, std::int32_t from, std::int32_t n) {
  std::vector<Char> line;
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
    return i < n && ((bytes[i] >= 'a' && bytes[i] <= 'z') || (bytes[i] >= '0' && bytes[i] <= '9'));
  };
  for (std::int32_t i = 0; i < n;) {
    if (in_ascii_word(i) && in_ascii_word(i + 1)) {  // a word: nothing in it stands alone
      while (in_ascii_word(i)) ++i;
      flush();
      separators = 0;
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

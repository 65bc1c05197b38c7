#include <algorithm>
#include <stdexcept>

#include <camara/match.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace muster::camara {
namespace {

// Where umlauts and rings are also written with two letters.
constexpr std::string_view kUmlautCountries[] = {"AUT", "CHE", "DEU", "DNK", "FIN", "LIE", "LUX", "NLD", "NOR", "SWE"};

icu::UnicodeString normalised(const icu::Normalizer2* by, const icu::UnicodeString& text, UErrorCode& status) {
  if (U_FAILURE(status)) throw std::runtime_error("ICU's normalisation data is missing");
  icu::UnicodeString out = by->normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise a text");
  return out;
}

const char* two_letters(UChar32 c) {
  switch (c) {
    case U'ä':
      return "ae";
    case U'ö':
    case U'ø':
      return "oe";
    case U'ü':
      return "ue";
    case U'å':
      return "aa";
    default:
      return nullptr;
  }
}

// Letters that no decomposition takes apart.
const char* plain_letters(UChar32 c) {
  switch (c) {
    case U'ø':
      return "o";
    case U'đ':
    case U'ð':
      return "d";
    case U'ł':
      return "l";
    case U'ı':
      return "i";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'þ':
      return "th";
    default:
      return nullptr;
  }
}

bool is_dropped(UChar32 c) {
  const bool accent = c >= 0x300 && c <= 0x36F;  // of Latin, Greek and Cyrillic; other scripts' marks are letters
  return accent || c == U'\'' || c == U'`' || c == U'‘' || c == U'’' || c == U'ʼ';
}

bool is_kept(UChar32 c) {
  return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

// Scripts that are written without blanks between words.
bool without_blanks(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7A3);
}

icu::UnicodeString replaced(const icu::UnicodeString& text, const char* (*letters)(UChar32)) {
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (const char* two = letters(c))
      out.append(icu::UnicodeString::fromUTF8(two));
    else
      out.append(c);
  }
  return out;
}

// Letters and digits; everything else is a blank between words, one however much there is.
icu::UnicodeString words_of(const icu::UnicodeString& text, bool kana) {
  icu::UnicodeString out;
  bool blank = false;
  UChar32 last = 0;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UChar32 c = text.char32At(i);
    if (is_dropped(c)) continue;
    if (!is_kept(c)) {
      blank = true;
      continue;
    }
    if (kana && c >= 0x3041 && c <= 0x3096) c += 0x60;  // hiragana as katakana
    if (blank && !out.isEmpty() && !(without_blanks(last) && without_blanks(c))) out.append(UChar32{' '});
    out.append(c);
    blank = false;
    last = c;
  }
  return out;
}

std::u32string points_of(const icu::UnicodeString& text) {
  std::u32string out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    out += static_cast<char32_t>(text.char32At(i));
  return out;
}

}  // namespace

std::vector<std::u32string> comparable(std::string_view text, std::string_view country) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* apart = icu::Normalizer2::getNFKDInstance(status);
  const auto* together = icu::Normalizer2::getNFCInstance(status);
  const auto source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString folded = normalised(folding, source, status);
  const bool umlauts =
      std::find(std::begin(kUmlautCountries), std::end(kUmlautCountries), country) != std::end(kUmlautCountries);
  std::vector<std::u32string> out;
  for (const bool two : {false, true}) {
    if (two && !umlauts) break;
    const icu::UnicodeString letters = two ? replaced(folded, two_letters) : folded;
    const icu::UnicodeString bare = replaced(normalised(apart, letters, status), plain_letters);
    out.push_back(points_of(words_of(normalised(together, words_of(bare, false), status), country == "JPN")));
  }
  return out;
}

}  // namespace muster::camara

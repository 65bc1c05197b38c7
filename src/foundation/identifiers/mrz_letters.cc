// Letters as a zone writes them: Doc 9303-3 §6, tables A (Latin) and B (Cyrillic).
#include "digits.h"
#include <base/text.h>
#include <identifiers/mrz.h>

namespace muster::identifiers {
namespace {

// Where the table leaves a choice the first is taken: AE for Ä, AA for Å, N for Ñ, OE for Ö and Ø, UE for Ü. Empty: a
// sign that is no letter.
constexpr std::string_view kLatin1[] = {
    // U+00C0 to U+00FF
    "A", "A", "A", "A", "AE", "AA", "AE", "C", "E",  "E", "E", "E", "I",  "I", "I",  "I",
    "D", "N", "O", "O", "O",  "O",  "OE", "",  "OE", "U", "U", "U", "UE", "Y", "TH", "SS",
    "A", "A", "A", "A", "AE", "AA", "AE", "C", "E",  "E", "E", "E", "I",  "I", "I",  "I",
    "D", "N", "O", "O", "O",  "O",  "OE", "",  "OE", "U", "U", "U", "UE", "Y", "TH", "Y",
};
constexpr std::string_view kLatinA[] = {
    // U+0100 to U+017F
    "A", "A", "A", "A", "A", "A", "C",  "C",  "C", "C", "C", "C", "C", "C", "D", "D", "D",  "D",  "E", "E", "E", "E",
    "E", "E", "E", "E", "E", "E", "G",  "G",  "G", "G", "G", "G", "G", "G", "H", "H", "H",  "H",  "I", "I", "I", "I",
    "I", "I", "I", "I", "I", "I", "IJ", "IJ", "J", "J", "K", "K", "K", "L", "L", "L", "L",  "L",  "L", "L", "L", "L",
    "L", "N", "N", "N", "N", "N", "N",  "N",  "N", "N", "O", "O", "O", "O", "O", "O", "OE", "OE", "R", "R", "R", "R",
    "R", "R", "S", "S", "S", "S", "S",  "S",  "S", "S", "T", "T", "T", "T", "T", "T", "U",  "U",  "U", "U", "U", "U",
    "U", "U", "U", "U", "U", "U", "W",  "W",  "Y", "Y", "Y", "Z", "Z", "Z", "Z", "Z", "Z",  "S",
};
// The table gives Russian usage first; Ukrainian, Serbian, Macedonian and Bulgarian have other values for some of
// these.
constexpr std::string_view kCyrillicFirst[] = {
    // U+0400 to U+040F
    "E", "E", "D", "G", "IE", "DZ", "I", "I", "J", "LJ", "NJ", "C", "K", "I", "U", "DZ",
};
constexpr std::string_view kCyrillic[] = {
    // U+0410 to U+042F; the soft sign is dropped
    "A", "B", "V", "G", "D", "E",  "ZH", "Z",  "I",  "I",    "K",  "L", "M", "N", "O",  "P",
    "R", "S", "T", "U", "F", "KH", "TS", "CH", "SH", "SHCH", "IE", "Y", "",  "E", "IU", "IA",
};

struct Letter {
  std::string_view text;
  bool known = false;
};

Letter letter_of(char32_t c) {
  if (c >= 0xC0 && c <= 0xFF) return {kLatin1[c - 0xC0], !kLatin1[c - 0xC0].empty()};
  if (c >= 0x100 && c <= 0x17F) return {kLatinA[c - 0x100], true};
  if (c == 0x18F || c == 0x259) return {"E", true};  // Azerbaijani schwa
  if (c == 0x1E9E) return {"SS", true};              // capital sharp s
  if (c == 0x490 || c == 0x491) return {"G", true};  // Ukrainian ghe with upturn
  if (c >= 0x218 && c <= 0x219) return {"S", true};  // Romanian, with comma below
  if (c >= 0x21A && c <= 0x21B) return {"T", true};
  if (c >= 0x400 && c <= 0x40F) return {kCyrillicFirst[c - 0x400], true};
  if (c >= 0x410 && c <= 0x42F) return {kCyrillic[c - 0x410], true};
  if (c >= 0x430 && c <= 0x44F) return {kCyrillic[c - 0x430], true};
  if (c >= 0x450 && c <= 0x45F) return {kCyrillicFirst[c - 0x450], true};
  return {};
}

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2BC || c == 0x2018 || c == 0x2019;
}
bool parts_components(char32_t c) {
  return c == ' ' || c == '-' || c == '<' || c == '.' || c == ',' || c == 0x2010 || c == 0x2011;
}

// One character of text that is known to be UTF-8, and how many bytes it has.
char32_t character_at(std::string_view text, std::size_t at, std::size_t& bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
  const char32_t first = byte(0);
  bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (bytes == 1) return first;
  char32_t c = first & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) c = c << 6 | (byte(i) & 0x3F);
  return c;
}

}  // namespace

Result<std::string> mrz_letters(std::string_view utf8) {
  const Error unknown =
      invalid("mrz_name_character",
              "The name has a character that a machine-readable zone has no letters for: write it as the "
              "document does, with marks and letters as one character.");
  if (!is_valid_utf8(utf8)) return unknown;
  std::string out;
  for (std::size_t at = 0, bytes = 0; at < utf8.size(); at += bytes) {
    const char32_t c = character_at(utf8, at, bytes);
    if (is_apostrophe(c)) continue;
    if (parts_components(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (c < 0x80) {
      const char letter = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      if (!is_upper(letter)) return unknown;
      out += letter;
    } else {
      const Letter letter = letter_of(c);
      if (!letter.known) return unknown;
      out += letter.text;
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace muster::identifiers

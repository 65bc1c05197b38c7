#include "alike.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <unordered_map>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

namespace muster::content {
namespace {

// Blocks whose letters are taken for Latin ones, or for one another's. Full-width and mathematical letters are gone
// after NFKC; Han, kana and Hangul look like nothing here.
constexpr std::pair<char32_t, char32_t> kBlocks[] = {
    {0x00C0, 0x058F}, {0x10A0, 0x10FF}, {0x13A0, 0x13FF}, {0x1D00, 0x1DBF}, {0x1E00, 0x1FFF},
    {0x2C00, 0x2C7F}, {0xA4D0, 0xA4FF}, {0xA640, 0xA69F}, {0xA720, 0xA7FF}, {0xAB30, 0xABBF}};

char32_t of_ascii(char32_t c) {
  if (c >= 'A' && c <= 'Z') c += 32;
  if (c == 'l') return 'i';
  if (c >= 'a' && c <= 'z') return c;
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '|':
    case '!':
      return 'i';
    case '2':
      return 'z';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '6':
    case '9':
      return 'g';
    case '7':
    case '+':
      return 't';
    case '8':
      return 'b';
    default:
      return 0;
  }
}

// The base letter of a precomposed one.
UChar32 without_marks(UChar32 c, const icu::Normalizer2& decomposing) {
  icu::UnicodeString parts;
  if (!decomposing.getDecomposition(c, parts) || parts.isEmpty()) return c;
  const UChar32 base = parts.char32At(0);
  for (std::int32_t i = parts.moveIndex32(0, 1); i < parts.length(); i = parts.moveIndex32(i, 1))
    if (!(U_GET_GC_MASK(parts.char32At(i)) & U_GC_M_MASK)) return c;
  return base;
}

std::unordered_map<char32_t, char32_t> make_table() {
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker* checker = uspoof_open(&status);
  const icu::Normalizer2* decomposing = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU's data on look-alikes are missing");
  std::unordered_map<char32_t, char32_t> out;
  for (const auto& [first, last] : kBlocks)
    for (char32_t c = first; c <= last; ++c) {
      if (!u_isalpha(static_cast<UChar32>(c))) continue;
      const UChar32 base = without_marks(static_cast<UChar32>(c), *decomposing);
      const icu::UnicodeString letter(base);
      icu::UnicodeString skeleton;
      uspoof_getSkeletonUnicodeString(checker, 0, letter, skeleton, &status);
      if (U_FAILURE(status)) throw std::runtime_error("ICU could not make a skeleton");
      UChar32 to = base;
      if (skeleton.countChar32() == 1)
        to = without_marks(u_foldCase(skeleton.char32At(0), U_FOLD_CASE_DEFAULT), *decomposing);
      const char32_t ascii = to < 0x80 ? of_ascii(static_cast<char32_t>(to)) : 0;
      const char32_t found = ascii ? ascii : static_cast<char32_t>(to);
      if (found != c) out[c] = found;
    }
  // Not in the table of confusables, though people use them so.
  for (const auto& [from, to] : {std::pair<char32_t, char32_t>{0x043A, 'k'},
                                 {0x043C, 'm'},
                                 {0x0442, 't'},
                                 {0x043D, 'h'},
                                 {0x0432, 'b'},
                                 {0x20AC, 'e'},
                                 {0x00A3, 'i'},
                                 {0x00A2, 'c'},
                                 {0x00DF, 'b'},
                                 {0x0131, 'i'},
                                 {0x03B1, 'a'},
                                 {0x03B5, 'e'},
                                 {0x03B9, 'i'},
                                 {0x03BA, 'k'},
                                 {0x03BF, 'o'},
                                 {0x03C1, 'p'},
                                 {0x03C4, 't'},
                                 {0x03C5, 'u'},
                                 {0x03BD, 'v'},
                                 {0x03C7, 'x'}})
    out[from] = to;
  uspoof_close(checker);
  return out;
}

const std::unordered_map<char32_t, char32_t>& table() {
  static const auto all = make_table();
  return all;
}

}  // namespace

char32_t alike_class(char32_t c) {
  if (c < 0x80) return of_ascii(c);
  if (const auto found = table().find(c); found != table().end()) return found->second;
  return u_isalpha(static_cast<UChar32>(c)) ? c : 0;
}

bool is_plain(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alike_class(c) == c;
}

std::u32string alike_classes(std::string_view text, std::u32string* plain) {
  std::u32string out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int32_t i = 0, n = static_cast<std::int32_t>(text.size()); i < n;) {
    UChar32 c;
    U8_NEXT(bytes, i, n, c);
    if (c < 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK)) continue;
    const char32_t of = c == ' ' ? ' ' : alike_class(static_cast<char32_t>(c));
    out += of;
    if (plain) *plain += static_cast<char32_t>(c);
  }
  return out;
}

bool is_disguise(std::u32string_view seen, std::u32string_view meant) {
  if (seen.size() != meant.size() || seen.empty()) return false;
  std::size_t right = 0, other = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] == meant[i]) {
      right += seen[i] != ' ';
      continue;
    }
    if (alike_class(seen[i]) == 0 || alike_class(seen[i]) != alike_class(meant[i])) return false;
    // Where both are plain letters they differ: "ball" is not "bail".
    if (is_plain(seen[i]) && is_plain(meant[i])) return false;
    ++other;
  }
  return other > 0 && right >= 2 && (seen.size() < 6 ? right > other : right >= other);
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) {
    std::uint8_t bytes[4];
    std::int32_t n = 0;
    U8_APPEND_UNSAFE(bytes, n, c);
    out.append(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(n));
  }
  return out;
}

}  // namespace muster::content

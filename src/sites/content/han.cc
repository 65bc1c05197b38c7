#include "han.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <unicode/translit.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

namespace muster::content {
namespace {

constexpr char32_t kFirst = 0x3400, kLast = 0x9FFF;  // Unified Ideographs and Extension A: three bytes each in UTF-8

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> out(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !out) throw std::runtime_error("ICU's transliteration data are missing");
  return out;
}

// What each character of kFirst … kLast becomes; 0: itself.
const std::array<std::uint16_t, kLast - kFirst + 1>& simple_forms() {
  static const auto table = [] {
    auto out = std::make_unique<std::array<std::uint16_t, kLast - kFirst + 1>>();
    const auto rules = transliterator("Traditional-Simplified");
    icu::UnicodeString all;
    for (char32_t c = kFirst; c <= kLast; ++c) all.append(static_cast<UChar32>(c)).append(static_cast<UChar32>('\n'));
    rules->transliterate(all);
    std::int32_t at = 0;
    for (char32_t c = kFirst; c <= kLast && at < all.length(); ++c) {
      const std::int32_t end = all.indexOf(static_cast<UChar32>('\n'), at);
      const UChar32 to = end < 0 ? 0 : all.char32At(at);
      const bool one = end == at + 1 && to >= static_cast<UChar32>(kFirst) && to <= static_cast<UChar32>(kLast);
      (*out)[c - kFirst] = one && to != static_cast<UChar32>(c) ? static_cast<std::uint16_t>(to) : 0;
      if (end < 0) break;
      at = end + 1;
    }
    return out;
  }();
  return *table;
}

}  // namespace

bool is_han(std::int32_t c) {
  if (c < 0x2E80) return false;
  if (c >= static_cast<std::int32_t>(kFirst) && c <= static_cast<std::int32_t>(kLast)) return true;
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status) == USCRIPT_HAN;
}

void simplify(std::string& text, std::size_t from) {
  const auto& forms = simple_forms();
  for (std::size_t i = from; i + 2 < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead < 0xE3 || lead > 0xE9) {
      ++i;
      continue;
    }
    const auto second = static_cast<std::uint8_t>(text[i + 1]), third = static_cast<std::uint8_t>(text[i + 2]);
    const char32_t c = (lead & 0x0Fu) << 12 | (second & 0x3Fu) << 6 | (third & 0x3Fu);
    if (c >= kFirst && c <= kLast) {
      if (const std::uint16_t to = forms[c - kFirst]) {
        text[i] = static_cast<char>(0xE0 | to >> 12);
        text[i + 1] = static_cast<char>(0x80 | (to >> 6 & 0x3F));
        text[i + 2] = static_cast<char>(0x80 | (to & 0x3F));
      }
    }
    i += 3;
  }
}

std::string pinyin(std::string_view han) {
  const icu::UnicodeString source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(han.data(), static_cast<std::int32_t>(han.size())));
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1))
    if (!is_han(source.char32At(i))) return {};
  static const auto rules = transliterator("Han-Latin; Latin-ASCII; Lower");
  icu::UnicodeString spaced;
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    icu::UnicodeString one(source.char32At(i));
    rules->transliterate(one);
    one.trim();
    if (one.isEmpty() || one.char32At(0) > 'z') return {};
    if (!spaced.isEmpty()) spaced.append(static_cast<UChar32>(' '));
    spaced.append(one);
  }
  std::string out;
  spaced.toUTF8String(out);
  return out;
}

}  // namespace muster::content

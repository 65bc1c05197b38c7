#include "idna.h"

#include <base/text.h>

#include <unicode/uidna.h>

namespace muster::names {
namespace {

// Immutable and thread-safe. Lengths and what of ASCII may stand in a name are checked by name.cc.
const UIDNA* uts46() {
  static const UIDNA* const made = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        &status);
  }();
  return made;
}
constexpr std::uint32_t kCheckedElsewhere =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_HYPHEN_3_4;

using Convert = std::int32_t (*)(const UIDNA*, const char*, std::int32_t, char*, std::int32_t, UIDNAInfo*, UErrorCode*);

std::optional<std::string> convert(Convert how, std::string_view label) {
  char out[4 * 256];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  const auto size =
      how(uts46(), label.data(), static_cast<std::int32_t>(label.size()), out, sizeof out, &info, &status);
  if (U_FAILURE(status) || (info.errors & ~kCheckedElsewhere) != 0) return std::nullopt;
  return std::string(out, static_cast<std::size_t>(size));
}

bool is_a_label(std::string_view label) {
  return label.size() > 4 && to_lower_ascii(label.substr(0, 4)) == "xn--";
}

}  // namespace

std::optional<std::string> to_u_label(std::string_view label) {
  if (!is_a_label(label)) return std::nullopt;
  const std::string lower = to_lower_ascii(label);
  auto unicode = convert(uidna_labelToUnicodeUTF8, lower);
  // What does not encode back is no A-label, however it decodes ("xn--a-", "xn--Aa-…", mapped characters).
  if (!unicode || *unicode == lower || convert(uidna_labelToASCII_UTF8, *unicode) != lower) return std::nullopt;
  return unicode;
}

std::optional<std::string> to_a_label(std::string_view label) {
  const bool ascii =
      std::all_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::optional<std::string> made =
      ascii ? std::optional(to_lower_ascii(label)) : convert(uidna_labelToASCII_UTF8, label);
  // An A-label that was given, or that a mapping made ("xn--…" in full width), must be one.
  if (made && is_a_label(*made) && !to_u_label(*made)) return std::nullopt;
  return made;
}

std::string premapped(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto three = utf8.substr(at, 3);
    if (three == "\xE3\x80\x82" || three == "\xEF\xBC\x8E" || three == "\xEF\xBD\xA1") {
      out += '.';
      at += 3;
    } else if (three == "\xE1\xBA\x9E") {
      out += "\xC3\x9F";
      at += 3;
    } else {
      out += utf8[at++];
    }
  }
  return out;
}

}  // namespace muster::names

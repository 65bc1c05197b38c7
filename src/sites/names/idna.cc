#include "idna.h"

#include <base/text.h>

#include <idn2.h>

namespace muster::names {
namespace {

constexpr int kFlags = IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT | IDN2_USE_STD3_ASCII_RULES;

struct Freed {
  char* text = nullptr;
  ~Freed() { idn2_free(text); }
};

bool is_a_label(std::string_view label) {
  return label.size() > 4 && to_lower_ascii(label.substr(0, 4)) == "xn--";
}

std::optional<std::string> encode(std::string_view label) {
  Freed out;
  if (idn2_to_ascii_8z(std::string(label).c_str(), &out.text, kFlags) != IDN2_OK) return std::nullopt;
  return to_lower_ascii(out.text);
}

}  // namespace

std::optional<std::string> to_u_label(std::string_view label) {
  if (!is_a_label(label)) return std::nullopt;
  const std::string lower = to_lower_ascii(label);
  Freed out;
  if (idn2_to_unicode_8z8z(lower.c_str(), &out.text, kFlags) != IDN2_OK) return std::nullopt;
  std::string unicode = out.text;
  // What does not encode back is no A-label, however it decodes ("xn--a-", "xn--Aa-…", mapped characters).
  if (unicode == lower || encode(unicode) != lower) return std::nullopt;
  return unicode;
}

std::optional<std::string> to_a_label(std::string_view label) {
  if (is_a_label(label)) {
    if (!to_u_label(label)) return std::nullopt;
    return to_lower_ascii(label);
  }
  return encode(label);
}

std::string with_ascii_dots(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto three = utf8.substr(at, 3);
    if (three == "\xE3\x80\x82" || three == "\xEF\xBC\x8E" || three == "\xEF\xBD\xA1") {
      out += '.';
      at += 3;
    } else {
      out += utf8[at++];
    }
  }
  return out;
}

}  // namespace muster::names

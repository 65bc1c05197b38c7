#include "sms_text.h"

#include <base/text.h>

#include <algorithm>
#include <array>
#include <optional>

namespace muster::notices {
namespace {

// 3GPP TS 23.038, 6.2.1; the place in the list is the septet. 0x1b leads to the extension.
constexpr std::array<char32_t, 128> kGsm{
    U'@', U'£',  U'$', U'¥', U'è', U'é', U'ù', U'ì', U'ò', U'Ç', U'\n', U'Ø', U'ø', U'\r', U'Å', U'å', U'Δ', U'_', U'Φ',
    U'Γ', U'Λ',  U'Ω', U'Π', U'Ψ', U'Σ', U'Θ', U'Ξ', 0x1b, U'Æ', U'æ',  U'ß', U'É', U' ',  U'!', U'"', U'#', U'¤', U'%',
    U'&', U'\'', U'(', U')', U'*', U'+', U',', U'-', U'.', U'/', U'0',  U'1', U'2', U'3',  U'4', U'5', U'6', U'7', U'8',
    U'9', U':',  U';', U'<', U'=', U'>', U'?', U'¡', U'A', U'B', U'C',  U'D', U'E', U'F',  U'G', U'H', U'I', U'J', U'K',
    U'L', U'M',  U'N', U'O', U'P', U'Q', U'R', U'S', U'T', U'U', U'V',  U'W', U'X', U'Y',  U'Z', U'Ä', U'Ö', U'Ñ', U'Ü',
    U'§', U'¿',  U'a', U'b', U'c', U'd', U'e', U'f', U'g', U'h', U'i',  U'j', U'k', U'l',  U'm', U'n', U'o', U'p', U'q',
    U'r', U's',  U't', U'u', U'v', U'w', U'x', U'y', U'z', U'ä', U'ö',  U'ñ', U'ü', U'à'};
struct Extended {
  char32_t letter;
  char septet;
};
constexpr Extended kExtension[] = {{U'\f', 0x0a}, {U'^', 0x14}, {U'{', 0x28}, {U'}', 0x29}, {U'\\', 0x2f},
                                   {U'[', 0x3c},  {U'~', 0x3d}, {U']', 0x3e}, {U'|', 0x40}, {U'€', 0x65}};
constexpr char kEscape = 0x1b;

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    char32_t c = more == 0 ? lead : lead & (0x3f >> more);
    for (int k = 1; k <= more; ++k)
      c = (c << 6) | (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3f);
    out.push_back(c);
    i += 1 + static_cast<std::size_t>(more);
  }
  return out;
}

// The septets of one letter; nothing: the alphabet has none.
std::optional<std::string> gsm_letter(char32_t c) {
  if (c != kEscape)
    if (const auto* at = std::find(kGsm.begin(), kGsm.end(), c); at != kGsm.end())
      return std::string(1, static_cast<char>(at - kGsm.begin()));
  for (const Extended& e : kExtension)
    if (e.letter == c) return std::string{kEscape, e.septet};
  return std::nullopt;
}

std::string ucs2_letter(char32_t c) {
  const auto unit = [](char32_t u) { return std::string{static_cast<char>(u >> 8), static_cast<char>(u & 0xff)}; };
  if (c < 0x10000) return unit(c);
  c -= 0x10000;
  return unit(0xd800 + (c >> 10)) + unit(0xdc00 + (c & 0x3ff));
}

// Letters are put whole into parts of at most `part` octets; into one of `alone` if they fit.
std::vector<std::string> pack(const std::vector<std::string>& letters, std::size_t alone, std::size_t part) {
  std::size_t all = 0;
  for (const std::string& letter : letters) all += letter.size();
  const std::size_t most = all <= alone ? alone : part;
  std::vector<std::string> out(1);
  for (const std::string& letter : letters) {
    if (out.back().size() + letter.size() > most) out.emplace_back();
    out.back() += letter;
  }
  return out;
}

}  // namespace

Result<SmsParts> split_sms(std::string_view text) {
  if (text.empty()) return invalid("sms_text_empty", "A short message says something.", "text");
  if (!is_valid_utf8(text)) return invalid("sms_text_encoding", "A short message is UTF-8.", "text");
  const std::u32string all = code_points(text);
  SmsParts out;
  std::vector<std::string> letters;
  letters.reserve(all.size());
  for (const char32_t c : all) {
    auto letter = gsm_letter(c);
    if (!letter) {
      out.coding = SmsCoding::ucs2;
      break;
    }
    letters.push_back(std::move(*letter));
  }
  if (out.coding == SmsCoding::ucs2) {
    letters.clear();
    for (const char32_t c : all) letters.push_back(ucs2_letter(c));
  }
  out.parts = out.coding == SmsCoding::gsm7 ? pack(letters, 160, 153) : pack(letters, 140, 134);
  if (out.parts.size() > kPartsMax)
    return invalid("sms_text_too_long", "A short message has at most ten parts.", "text");
  return out;
}

std::string sms_part_header(std::uint8_t reference, std::size_t count, std::size_t number) {
  return {5, 0, 3, static_cast<char>(reference), static_cast<char>(count), static_cast<char>(number)};
}

}  // namespace muster::notices

// Where the fields stand: Doc 9303-4 §4.2.2 (TD3), 9303-5 §4.2.2 (TD1), 9303-6 §4.2.2 (TD2), 9303-7 §4.2 and §5.2
// (visas).
#include "digits.h"
#include "mrz_zone.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

using enum MrzField;
using A = MrzAlphabet;

constexpr MrzPlace kTd1[] = {
    {document_code, 1, 1, 2, 0, A::letters},
    {issuer, 1, 3, 5, 0, A::letters},
    {document_number, 1, 6, 14, 15, A::any},
    {optional, 1, 16, 30, 0, A::any},
    {birth_date, 2, 1, 6, 7, A::digits_or_filler},
    {sex, 2, 8, 8, 0, A::sex},
    {expiry_date, 2, 9, 14, 15, A::digits},
    {nationality, 2, 16, 18, 0, A::letters},
    {optional_2, 2, 19, 29, 0, A::any},
    {name, 3, 1, 30, 0, A::letters},
};
// The second lines of all others are alike to their column 28.
constexpr MrzPlace two_lines(MrzField field, int columns, int optional_last, int optional_check) {
  switch (field) {
    case document_code:
      return {field, 1, 1, 2, 0, A::letters};
    case issuer:
      return {field, 1, 3, 5, 0, A::letters};
    case name:
      return {field, 1, 6, columns, 0, A::letters};
    case document_number:
      return {field, 2, 1, 9, 10, A::any};
    case nationality:
      return {field, 2, 11, 13, 0, A::letters};
    case birth_date:
      return {field, 2, 14, 19, 20, A::digits_or_filler};
    case sex:
      return {field, 2, 21, 21, 0, A::sex};
    case expiry_date:
      return {field, 2, 22, 27, 28, A::digits};
    default:
      return {optional, 2, 29, optional_last, optional_check, A::any};
  }
}
constexpr std::array<MrzPlace, 9> two_lines(int columns, int optional_last, int optional_check) {
  std::array<MrzPlace, 9> out{};
  std::size_t at = 0;
  for (const MrzField field :
       {document_code, issuer, name, document_number, nationality, birth_date, sex, expiry_date, optional})
    out[at++] = two_lines(field, columns, optional_last, optional_check);
  return out;
}
constexpr auto kTd2 = two_lines(36, 35, 0), kTd3 = two_lines(44, 42, 43), kMrvA = two_lines(44, 44, 0),
               kMrvB = two_lines(36, 36, 0);

constexpr MrzStretch kTd1Composite[] = {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}};
constexpr MrzStretch kTd2Composite[] = {{2, 1, 10}, {2, 14, 20}, {2, 22, 35}};
constexpr MrzStretch kTd3Composite[] = {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}};

constexpr MrzLayout kLayouts[] = {
    {MrzFormat::td1, 3, 30, kTd1, kTd1Composite, 2, 30, true},
    {MrzFormat::td2, 2, 36, kTd2, kTd2Composite, 2, 36, true},
    {MrzFormat::td3, 2, 44, kTd3, kTd3Composite, 2, 44, false},
    {MrzFormat::mrv_a, 2, 44, kMrvA, {}, 0, 0, false},
    {MrzFormat::mrv_b, 2, 36, kMrvB, {}, 0, 0, false},
};

}  // namespace

bool fits(MrzAlphabet alphabet, char c) {
  switch (alphabet) {
    case A::any:
      return is_digit(c) || is_upper(c) || c == '<';
    case A::letters:
      return is_upper(c) || c == '<';
    case A::digits:
      return is_digit(c);
    case A::digits_or_filler:
      return is_digit(c) || c == '<';
    case A::sex:
      return c == 'M' || c == 'F' || c == '<';
  }
  return false;
}

const MrzLayout& layout_of(MrzFormat format) {
  return kLayouts[static_cast<std::size_t>(format)];
}

std::optional<MrzFormat> format_of(std::span<const std::string> lines) {
  if (lines.empty() || lines[0].empty()) return std::nullopt;
  const bool visa = lines[0][0] == 'V';
  for (const MrzLayout& layout : kLayouts) {
    const bool visa_layout = layout.format == MrzFormat::mrv_a || layout.format == MrzFormat::mrv_b;
    const auto columns = static_cast<std::size_t>(layout.columns);
    if (lines.size() == static_cast<std::size_t>(layout.lines) && (layout.lines == 3 || visa_layout == visa) &&
        std::all_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.size() == columns; }))
      return layout.format;
  }
  return std::nullopt;
}

const MrzPlace* MrzZone::place(MrzField field) const {
  for (const MrzPlace& place : layout->places)
    if (place.field == field) return &place;
  return nullptr;
}

}  // namespace muster::identifiers

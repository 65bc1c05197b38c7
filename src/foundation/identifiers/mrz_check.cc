// Check digits, the number that may go on in the optional data, and what is wrong with a field.
#include "digits.h"
#include "mrz_zone.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

MrzFault fault(const MrzPlace& place, const char* code, std::string sentence) {
  return {code, std::move(sentence), place.field, place.line, place.first, place.last};
}

// The columns that hold what can't stand there: the first to the last of them.
std::optional<MrzFault> wrong_characters(const MrzZone& zone, const MrzPlace& place) {
  MrzFault found{"mrz_character", "", place.field, place.line, 0, 0};
  for (int column = place.first; column <= place.last; ++column) {
    if (fits(place.alphabet, zone.at(place.line, column))) continue;
    if (found.first_column == 0) found.first_column = column;
    found.last_column = column;
  }
  if (found.first_column == 0) return std::nullopt;
  static constexpr const char* kAllowed[] = {"capital letters, digits and <", "capital letters and <", "digits",
                                             "digits and <", "M, F or <"};
  found.sentence = std::string("These columns have ") + kAllowed[static_cast<std::size_t>(place.alphabet)] +
                   " alone; something else was read.";
  return found;
}

MrzFault wrong_check_digit(const MrzPlace& place, int last) {
  MrzFault found = fault(place, "mrz_check_digit",
                         "The check digit doesn't fit these columns: one of them, or the digit itself, was misread.");
  found.last_column = last;
  return found;
}

std::optional<MrzFault> number_fault(const MrzZone& zone, const MrzPlace& place) {
  const MrzNumber number = number_in(zone);
  if (number.text.empty() || number.text[0] == '<')
    return fault(place, "mrz_number_form", "A document's number begins in the first column of its field.");
  if (!number.well_formed)
    return fault(place, "mrz_number_form",
                 "A filler in place of the number's check digit says that the number goes on in the optional data, but "
                 "nothing does.");
  const MrzPlace& digit_place = number.is_long ? *zone.place(MrzField::optional) : place;
  if (zone.at(digit_place.line, number.check_column) == mrz_check_digit(number.text)) return std::nullopt;
  return wrong_check_digit(place, number.is_long ? number.check_column : place.check);
}

std::optional<MrzFault> date_fault(const MrzZone& zone, const MrzPlace& place) {
  if (zone.at(place.line, place.check) != mrz_check_digit(zone.text(place)))
    return wrong_check_digit(place, place.check);
  const bool birth = place.field == MrzField::birth_date;
  if (birth ? birth_date_in(zone.text(place), zone.today) : expiry_date_in(zone.text(place), zone.today))
    return std::nullopt;
  return fault(place, "mrz_date", "These columns are no date (two digits each of year, month and day).");
}

std::optional<MrzFault> optional_fault(const MrzZone& zone, const MrzPlace& place) {
  if (place.check == 0) return std::nullopt;
  const char digit = zone.at(place.line, place.check);
  // Doc 9303-4 §4.2.2: when there is no optional data its digit may be 0 or the filler.
  if (digit == '<' && without_fillers(zone.text(place)).empty()) return std::nullopt;
  if (digit == mrz_check_digit(zone.text(place))) return std::nullopt;
  return wrong_check_digit(place, place.check);
}

std::optional<MrzFault> code_fault(const MrzZone& zone, const MrzPlace& place) {
  // V for visas, P for passports, A, C and I for other documents; the second letter is the issuer's own.
  static constexpr std::string_view kFirst[] = {"ACI", "ACI", "P", "V", "V"};
  const std::string_view first = kFirst[static_cast<std::size_t>(zone.layout->format)];
  if (first.find(zone.at(place.line, place.first)) != std::string_view::npos) return std::nullopt;
  return fault(place, "mrz_document_code",
               "A document of this size begins with " + std::string(first == "ACI" ? "A, C or I" : first) + ".");
}

std::optional<MrzFault> composite_fault(const MrzZone& zone) {
  if (composite_fits(zone)) return std::nullopt;
  const int line = zone.layout->composite_line, column = zone.layout->composite_column;
  return MrzFault{"mrz_check_digit",
                  "The composite check digit doesn't fit: a field that it is over, or the digit itself, was misread.",
                  MrzField::composite,
                  line,
                  column,
                  column};
}

}  // namespace

char mrz_check_digit(std::string_view text) {
  static constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    sum += (is_digit(c) ? c - '0' : is_upper(c) ? c - 'A' + 10 : 0) * kWeights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

std::string_view without_fillers(std::string_view text) {
  while (text.ends_with('<')) text.remove_suffix(1);
  return text;
}

MrzNumber number_in(const MrzZone& zone) {
  const MrzPlace& place = *zone.place(MrzField::document_number);
  MrzNumber number;
  number.text = without_fillers(zone.text(place));
  number.check_column = place.check;
  // The digit's place is filled by < when the number goes on (Doc 9303-5 and 9303-6 §4.2.2).
  if (!zone.layout->long_numbers || zone.at(place.line, place.check) != '<') return number;
  const MrzPlace& more = *zone.place(MrzField::optional);
  const std::string_view rest = zone.text(more);
  const std::string_view word = rest.substr(0, rest.find('<'));
  number.is_long = true;
  number.well_formed = word.size() >= 2 && is_digit(word.back());
  if (!number.well_formed) return number;
  number.text = std::string(zone.text(place)) + std::string(word.substr(0, word.size() - 1));
  number.check_column = more.first + static_cast<int>(word.size()) - 1;
  number.overflow = std::min(word.size() + 1, rest.size());
  return number;
}

std::string composite_text(const MrzZone& zone) {
  std::string out;
  for (const MrzStretch& part : zone.layout->composite_of) out += zone.text(part.line, part.first, part.last);
  return out;
}

bool composite_fits(const MrzZone& zone) {
  return zone.layout->composite_of.empty() ||
         zone.at(zone.layout->composite_line, zone.layout->composite_column) == mrz_check_digit(composite_text(zone));
}

std::optional<MrzFault> fault_in(const MrzZone& zone, MrzField field) {
  if (field == MrzField::composite) return composite_fault(zone);
  const MrzPlace* place = zone.place(field);
  if (!place) return std::nullopt;
  if (auto found = wrong_characters(zone, *place)) return found;
  switch (field) {
    case MrzField::document_code:
      return code_fault(zone, *place);
    case MrzField::issuer:
    case MrzField::nationality:
      if (is_mrz_country(without_fillers(zone.text(*place)))) return std::nullopt;
      return fault(*place, "mrz_country_unknown",
                   "These columns name no state: neither ISO 3166 nor Doc 9303 has this code.");
    case MrzField::name:
      if (name_form(zone.text(*place))) return std::nullopt;
      return fault(*place, "mrz_name_form",
                   "A name begins in the first column; one double filler parts its two halves, single ones its "
                   "components.");
    case MrzField::document_number:
      return number_fault(zone, *place);
    case MrzField::birth_date:
    case MrzField::expiry_date:
      return date_fault(zone, *place);
    case MrzField::optional:
      return optional_fault(zone, *place);
    default:
      return std::nullopt;
  }
}

}  // namespace muster::identifiers

// China: permits of residents of Hong Kong, Macao and Taiwan, and of foreigners; and Hong Kong's own card.
#include "digits.h"
#include "persons.h"
#include <identifiers/identifier.h>

#include <algorithm>

namespace muster::identifiers {

// Five years for foreigners since 2023: 9, province, nationality (ISO 3166-1 numeric), birth, sequence, and GB 11643's
// check. Cards of before have three letters of the nationality and twelve digits, of which no check is published.
Result<std::string> check_cn_foreign_permanent_id(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() == 18) {
    if (number[0] != '9') return fault_form("A foreigner's permanent residence number of 18 characters begins with 9.");
    return check_cn_resident_id(number);
  }
  if (number.size() != 15) return fault_length("A foreigner's permanent residence number has 18 or 15 characters.");
  if (!std::all_of(number.begin(), number.begin() + 3, is_upper) || !all_digits(std::string_view(number).substr(3)))
    return fault_character("A permanent residence number of 15 characters is 3 letters and 12 digits.");
  return number;
}

// The card: H or M and eight digits, for life; permits of before 2013 add two digits, counting renewals.
Result<std::string> check_cn_hk_mo_permit(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9 && number.size() != 11)
    return fault_length("A permit of a resident of Hong Kong or Macao has H or M and 8 digits (or 10).");
  if ((number[0] != 'H' && number[0] != 'M') || !all_digits(std::string_view(number).substr(1)))
    return fault_character("A permit of a resident of Hong Kong or Macao is H or M and digits.");
  return number;
}

// Residence permits since 2018: a resident number of the division 81 (Hong Kong), 82 (Macao) or 83 (Taiwan).
Result<std::string> check_cn_hmt_residence_id(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() == 18 && !number.starts_with("810000") && !number.starts_with("820000") &&
      !number.starts_with("830000"))
    return fault_form("The number of this residence permit begins with 810000, 820000 or 830000.");
  return check_cn_resident_id(number);
}

// The card since 2015 has eight digits; the book of before had ten and a letter or two digits behind them.
Result<std::string> check_cn_tw_permit(std::string_view text) {
  return digits_of_length(text, 8, "A mainland travel permit of a resident of Taiwan");
}

// One or two letters, six digits, and 0 to 9 or A: weights 9 to 2, a blank in front counting 36, modulo 11.
Result<std::string> check_hk_id(std::string_view text) {
  std::string number = compact(text);
  number.erase(std::remove_if(number.begin(), number.end(), [](char c) { return c == '(' || c == ')'; }), number.end());
  if (number.size() != 8 && number.size() != 9)
    return fault_length("A Hong Kong identity card has one or two letters, 6 digits and a check digit.");
  const std::size_t letters = number.size() - 7;
  if (!std::all_of(number.begin(), number.begin() + static_cast<std::ptrdiff_t>(letters), is_upper) ||
      !all_digits(std::string_view(number).substr(letters, 6)) || !(is_digit(number.back()) || number.back() == 'A'))
    return fault_character("A Hong Kong identity card has one or two letters, 6 digits and a digit or A.");
  int sum = letters == 1 ? 36 * 9 : 0, weight = static_cast<int>(number.size());
  for (const char c : number) sum += (is_digit(c) ? c - '0' : c - 'A' + 10) * weight--;
  if (sum % 11 != 0) return fault_check(kSlip);
  return number;
}

}  // namespace muster::identifiers

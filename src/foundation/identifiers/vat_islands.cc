// VAT numbers of Ireland, the United Kingdom and Northern Ireland.
#include "digits.h"
#include "vat_special.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

constexpr std::string_view kIrishLetters = "WABCDEFGHIJKLMNOPQRSTUV";

// Seven digits, and the second letter of numbers given since 2013 (W and none count 0).
char irish_letter(std::string_view seven, char second) {
  static constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2};
  const int sum = weighted_sum(seven, kWeights) + 9 * static_cast<int>(kIrishLetters.find(second));
  return kIrishLetters[static_cast<std::size_t>(sum % 23)];
}

bool irish_check(std::string_view number) {
  const char second = number.size() == 9 ? number[8] : 'W';
  if (is_digit(number[1])) return number[7] == irish_letter(number.substr(0, 7), second);
  // Numbers of before 1991: the second character is a letter, + or *, and does not count.
  return number.size() == 8 && number[7] == irish_letter("0" + std::string(number.substr(2, 5)) + number[0], 'W');
}

bool irish_form(std::string_view number) {
  const auto letter = [](char c) { return kIrishLetters.find(c) != std::string_view::npos; };
  return is_digit(number[0]) && (is_digit(number[1]) || is_upper(number[1]) || number[1] == '+' || number[1] == '*') &&
         all_digits(number.substr(2, 5)) && std::all_of(number.begin() + 7, number.end(), letter);
}

// 97 is taken away from the weighted sum until nothing is left; the newer series begins 55 (9755) or 42 further.
bool british_check(std::string_view nine) {
  static constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
  const int rest = weighted_sum(nine, kWeights) % 97;
  return rest == 0 || (number_of(nine.substr(0, 3)) >= 100 && (rest == 42 || rest == 55));
}

Result<std::string> british(const std::string& number, std::string_view country) {
  if (number.size() == 5) {  // government departments 000 to 499, health authorities 500 to 999
    const std::string_view digits = std::string_view(number).substr(2);
    const bool fits = all_digits(digits) && ((number.starts_with("GD") && number_of(digits) < 500) ||
                                             (number.starts_with("HA") && number_of(digits) >= 500));
    if (!fits) return fault_form("A British VAT number of 5 characters is GD and 000 to 499, or HA and 500 to 999.");
    return std::string(country) + number;
  }
  if (number.size() != 9 && number.size() != 12)
    return fault_length("A British VAT number has 9 digits, or 12 with a branch.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!british_check(std::string_view(number).substr(0, 9))) return fault_check(kSlip);
  return std::string(country) + number;
}

}  // namespace

Result<std::string> check_ie_vat(std::string_view text) {
  const std::string number = without_country(text, "IE");
  if (number.size() != 8 && number.size() != 9) return fault_length("An Irish VAT number has 8 or 9 characters.");
  if (!irish_form(number))
    return fault_character("An Irish VAT number has 7 digits and one or two letters from A to W.");
  if (!irish_check(number)) return fault_check("The check letter doesn't fit the number: there is a slip in it.");
  return "IE" + number;
}

Result<std::string> check_gb_vat(std::string_view text) {
  return british(without_country(text, "GB"), "GB");
}

Result<std::string> check_xi_vat(std::string_view text) {
  return british(without_country(text, "XI"), "XI");
}

}  // namespace muster::identifiers

// Brazil, Ghana, Mexico, Nigeria, South Africa.
#include "digits.h"
#include "persons.h"

#include <algorithm>

namespace muster::identifiers {

Result<std::string> check_br_cpf(std::string_view text) {
  static constexpr int kFirst[] = {10, 9, 8, 7, 6, 5, 4, 3, 2}, kSecond[] = {11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
  MUSTER_TRY(std::string number, digits_of_length(text, 11, "A CPF"));
  // Eleven times the same digit fits the check digits and is nobody's.
  if (number.find_first_not_of(number[0]) == std::string::npos) return fault_form("No CPF has one digit throughout.");
  const auto digit = [](int sum) { return (11 - sum % 11) % 11 % 10; };
  if (digit(weighted_sum(number, kFirst)) != number[9] - '0' ||
      digit(weighted_sum(number, kSecond)) != number[10] - '0')
    return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return number;
}

// The holder's country, nine digits, and a check digit by a rule that the authority has not published.
Result<std::string> check_gh_card(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 13) return fault_length("A Ghana card has 3 letters and 10 digits.");
  if (!std::all_of(number.begin(), number.begin() + 3, is_upper) || !all_digits(std::string_view(number).substr(3)))
    return fault_character("A Ghana card has the holder's country in 3 letters, and 10 digits.");
  return number;
}

Result<std::string> check_mx_curp(std::string_view text) {
  static constexpr std::string_view kStates =
      "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS";
  const std::string code = compact(text);
  if (code.size() != 18) return fault_length("A CURP has 18 characters.");
  const auto letters = [&](std::size_t at, std::size_t size) {
    return std::all_of(code.begin() + static_cast<std::ptrdiff_t>(at),
                       code.begin() + static_cast<std::ptrdiff_t>(at + size), is_upper);
  };
  if (!letters(0, 4) || !all_digits(std::string_view(code).substr(4, 6)) || !letters(10, 6) ||
      !(is_digit(code[16]) || is_upper(code[16])) || !is_digit(code[17]))
    return fault_character("A CURP is 4 letters, 6 digits, 6 letters, a letter or digit, and a digit.");
  // Character 17 is a digit for those born before 2000 and a letter since.
  if (!is_date((is_digit(code[16]) ? "19" : "20") + code.substr(4, 6)))
    return fault_date("Characters 5 to 10 of the code are no date of birth.");
  const std::size_t state = kStates.find(std::string_view(code).substr(11, 2));
  if (std::string_view("HMX").find(code[10]) == std::string_view::npos || state == std::string_view::npos ||
      state % 3 != 0)
    return fault_form("Characters 11 to 13 of a CURP are H, M or X and a federal state.");
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const char c = code[i];
    // Ñ stands between N and O in the alphabet, and never in a code.
    const int value = is_digit(c) ? c - '0' : c - 'A' + 10 + (c > 'N' ? 1 : 0);
    sum += value * static_cast<int>(18 - i);
  }
  if ((10 - sum % 10) % 10 != code[17] - '0') return fault_check(kSlip);
  return code;
}

Result<std::string> check_ng_nin(std::string_view text) {
  return digits_of_length(text, 11, "A Nigerian NIN");
}

// Birth, sex and sequence, citizen (0), permanent resident (1) or refugee (2), a digit of former use, Luhn's.
Result<std::string> check_za_id(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 13, "A South African identity number"));
  if (!is_short_date(std::string_view(number).substr(0, 6)))
    return fault_date("The first six digits are no date of birth.");
  if (number[10] > '2') return fault_form("The eleventh digit is 0 (citizen), 1 (permanent resident) or 2 (refugee).");
  if (!luhn(number)) return fault_check(kSlip);
  return number;
}

}  // namespace muster::identifiers

// France, Germany, Italy, Poland, Spain, Türkiye; passports of everywhere.
#include "digits.h"
#include "persons.h"
#include <identifiers/identifier.h>
#include <identifiers/mrz.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

bool letters_and_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_upper(c); });
}

}  // namespace

Result<std::string> digits_of_length(std::string_view text, std::size_t size, const char* noun) {
  std::string number = compact(text);
  if (number.size() != size) return fault_length(std::string(noun) + " has " + std::to_string(size) + " digits.");
  if (!all_digits(number)) return fault_character(std::string(noun) + " has digits only.");
  return number;
}

bool is_short_date(std::string_view yymmdd) {
  return is_date("19" + std::string(yymmdd)) || is_date("20" + std::string(yymmdd));
}

// Serial numbers have no vowels and none of B, Q and S, so that they form no words and are not misread. The card prints
// nine characters; the check digit (weights 7, 3, 1) follows them where the zone or an older card shows it.
Result<std::string> check_de_id_card(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9 && number.size() != 10)
    return fault_length("A German identity card has 9 characters, or 10 with the check digit.");
  const bool plain = std::all_of(number.begin(), number.begin() + 9, [](char c) {
    return is_digit(c) || std::string_view("CFGHJKLMNPRTVWXYZ").find(c) != std::string_view::npos;
  });
  if (!plain) return fault_character("A German identity card has digits and the letters CFGHJKLMNPRTVWXYZ.");
  if (number.size() == 10 && number[9] != mrz_check_digit(number.substr(0, 9))) return fault_check(kSlip);
  return number;
}

Result<std::string> check_es_dni(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("A Spanish DNI has 8 digits and a letter.");
  if (!is_digit(number[0])) return fault_character("A Spanish DNI has 8 digits and a letter.");
  return check_es_nif(number);
}

Result<std::string> check_es_nie(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("A Spanish NIE has X, Y or Z, 7 digits and a letter.");
  if (std::string_view("XYZ").find(number[0]) == std::string_view::npos)
    return fault_character("A Spanish NIE has X, Y or Z, 7 digits and a letter.");
  return check_es_nif(number);
}

// Since 2021 nine letters and digits; cards of before have twelve digits (year, month, department, number).
Result<std::string> check_fr_id_card(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9 && number.size() != 12)
    return fault_length("A French identity card has 9 characters, or 12 digits when of before 2021.");
  if (number.size() == 12 ? !all_digits(number) : !letters_and_digits(number))
    return fault_character("A French identity card has letters and digits only; 12 characters are digits.");
  return number;
}

Result<std::string> check_it_codice_fiscale(std::string_view text) {
  static constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  static constexpr std::string_view kMonths = "ABCDEHLMPRST", kForDigits = "LMNPQRSTUV";
  const std::string code = compact(text);
  if (code.size() != 16) return fault_length("A codice fiscale has 16 characters.");
  if (!letters_and_digits(code)) return fault_character("A codice fiscale has letters and digits only.");
  // Where two persons' codes would be alike, digits are written as letters (omocodia).
  std::string plain = code;
  for (const std::size_t at : {6u, 7u, 9u, 10u, 12u, 13u, 14u})
    if (const std::size_t digit = kForDigits.find(code[at]); digit != std::string_view::npos)
      plain[at] = static_cast<char>('0' + digit);
    else if (!is_digit(code[at]))
      return fault_character("A codice fiscale has a digit, or a letter for one, in this place.");
  for (const std::size_t at : {0u, 1u, 2u, 3u, 4u, 5u, 8u, 11u, 15u})
    if (!is_upper(code[at])) return fault_character("A codice fiscale has a letter in this place.");
  const std::size_t month = kMonths.find(plain[8]);
  const int day = number_of(std::string_view(plain).substr(9, 2)) % 40;  // women's days are raised by 40
  const auto two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  if (month == std::string_view::npos ||
      !is_short_date(plain.substr(6, 2) + two(static_cast<int>(month) + 1) + two(day)))
    return fault_date("Characters 7 to 11 of the code are no date of birth.");
  int sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const int value = is_digit(code[i]) ? code[i] - '0' : code[i] - 'A';
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  if (code[15] != static_cast<char>('A' + sum % 26))
    return fault_check("The last letter doesn't fit: there is a slip.");
  return code;
}

Result<std::string> check_it_id_card(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("An Italian electronic identity card has 9 characters.");
  if (!is_upper(number[0]) || !is_upper(number[1]) || !all_digits(std::string_view(number).substr(2, 5)) ||
      !is_upper(number[7]) || !is_upper(number[8]))
    return fault_character("An Italian electronic identity card has 2 letters, 5 digits and 2 letters.");
  return number;
}

// ICAO Doc 9303-4 §4.2.2: letters and digits, nine at most; the check digit stands in the machine-readable zone alone.
Result<std::string> check_passport(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() < 5 || number.size() > 9) return fault_length("A passport's number has 5 to 9 characters.");
  if (!letters_and_digits(number)) return fault_character("A passport's number has letters and digits only.");
  return number;
}

// Three letters, the check digit, five digits; weights 7 3 1, then 7 3 1 7 3 behind the check digit, which weighs 9.
Result<std::string> check_pl_id_card(std::string_view text) {
  static constexpr int kWeights[] = {7, 3, 1, 9, 7, 3, 1, 7, 3};
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("A Polish identity card has 3 letters and 6 digits.");
  if (!std::all_of(number.begin(), number.begin() + 3, is_upper) || !all_digits(std::string_view(number).substr(3)))
    return fault_character("A Polish identity card has 3 letters and 6 digits.");
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i)
    sum += (is_digit(number[i]) ? number[i] - '0' : number[i] - 'A' + 10) * kWeights[i];
  if (sum % 10 != 0) return fault_check(kSlip);
  return number;
}

// Birth with the century in the month (+80 for 18…, +20 for 20…), sequence, and weights 1 3 7 9.
Result<std::string> check_pl_pesel(std::string_view text) {
  static constexpr int kWeights[] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
  MUSTER_TRY(std::string number, digits_of_length(text, 11, "A PESEL"));
  if (weighted_sum(number, kWeights) % 10 != 0) return fault_check(kSlip);
  const int month = number_of(std::string_view(number).substr(2, 2));
  static constexpr std::string_view kCenturies[] = {"19", "20", "21", "22", "18"};
  const int in_year = month % 20;
  const std::string two{static_cast<char>('0' + in_year / 10), static_cast<char>('0' + in_year % 10)};
  const std::string day =
      std::string(kCenturies[static_cast<std::size_t>(month / 20)]) + number.substr(0, 2) + two + number.substr(4, 2);
  // is_date knows years before 2200; nobody is born later yet.
  if (!is_date(day)) return fault_date("The first six digits are no date of birth.");
  return number;
}

// Digit 10: seven times the digits in odd places, less those in even ones; digit 11: the sum of the ten before it.
Result<std::string> check_tr_kimlik(std::string_view text) {
  static constexpr int kTenth[] = {7, 9, 7, 9, 7, 9, 7, 9, 7}, kEleventh[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  MUSTER_TRY(std::string number, digits_of_length(text, 11, "A Turkish identity number"));
  if (number[0] == '0') return fault_form("A Turkish identity number does not begin with 0.");
  if (weighted_sum(number, kTenth) % 10 != number[9] - '0' || weighted_sum(number, kEleventh) % 10 != number[10] - '0')
    return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return number;
}

}  // namespace muster::identifiers

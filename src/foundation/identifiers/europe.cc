// Value-added tax and company numbers of countries of the European Union. A country's letters in front may be left out.
#include "digits.h"
#include <identifiers/identifier.h>

namespace muster::identifiers {
namespace {

// Keys with letters, given since the numeric ones are short (DGFiP).
bool french_letter_key(char a, char b, std::string_view siren) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const std::size_t x = kAlphabet.find(a), y = kAlphabet.find(b);
  if (x == std::string_view::npos || y == std::string_view::npos) return false;
  const int check = is_digit(a) ? static_cast<int>(x * 24 + y) - 10 : static_cast<int>(x * 34 + y) - 100;
  return (number_of(siren) + 1 + check / 11) % 11 == check % 11;
}

bool dutch_11_proof(std::string_view nine) {
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (nine[i] - '0') * (9 - static_cast<int>(i));
  return (sum - (nine[8] - '0')) % 11 == 0;
}

constexpr std::string_view kSpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

Result<std::string> spanish_person(const std::string& number) {
  std::string digits = number.substr(0, 8);
  const auto foreign = std::string_view("XYZ").find(digits[0]);
  if (foreign != std::string_view::npos) digits[0] = static_cast<char>('0' + foreign);
  // Children, Spaniards abroad and foreigners without a NIE: the letter in front does not count.
  if (std::string_view("KLM").find(digits[0]) != std::string_view::npos) digits[0] = '0';
  if (!all_digits(digits))
    return fault_character("A NIF of a person is 8 digits, or X, Y, Z, K, L or M and 7 digits, and a letter.");
  if (number[8] != kSpanishLetters[static_cast<std::size_t>(number_of(digits)) % 23]) return fault_check(kSlip);
  return number;
}

Result<std::string> spanish_organisation(const std::string& number) {
  const std::string digits = number.substr(1, 7);
  if (!all_digits(digits))
    return fault_character("A NIF of an organisation is a letter, 7 digits and a digit or letter.");
  int sum = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    const int d = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += d / 10 + d % 10;
  }
  const auto check = static_cast<std::size_t>((10 - sum % 10) % 10);
  const bool as_digit = number[8] == static_cast<char>('0' + check), as_letter = number[8] == "JABCDEFGHI"[check];
  const bool letter_only = std::string_view("NPQRSW").find(number[0]) != std::string_view::npos;
  const bool digit_only = std::string_view("ABEH").find(number[0]) != std::string_view::npos;
  if ((as_digit && !letter_only) || (as_letter && !digit_only)) return number;
  return fault_check(kSlip);
}

}  // namespace

Result<std::string> check_de_vat(std::string_view text) {
  const std::string number = without_country(text, "DE");
  if (number.size() != 9) return fault_length("A German VAT number has 9 digits.");
  if (!all_digits(number) || number[0] == '0')
    return fault_character("A German VAT number is 9 digits, the first not 0.");
  if (!mod_11_10(number)) return fault_check(kSlip);
  return "DE" + number;
}

Result<std::string> check_fr_siren(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("A SIREN has 9 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!luhn(number)) return fault_check(kSlip);
  return number;
}

Result<std::string> check_fr_vat(std::string_view text) {
  const std::string number = without_country(text, "FR");
  if (number.size() != 11) return fault_length("A French VAT number has a key of 2 characters and 9 digits.");
  MUSTER_TRY(const std::string siren, check_fr_siren(std::string_view(number).substr(2)));
  const std::string_view key = std::string_view(number).substr(0, 2);
  const bool fits = all_digits(key) ? number_of(key) == (12 + 3 * (number_of(siren) % 97)) % 97
                                    : french_letter_key(key[0], key[1], siren);
  if (!fits) return fault_check(kSlip);
  return "FR" + number;
}

Result<std::string> check_nl_vat(std::string_view text) {
  std::string number = without_country(text, "NL");
  if (number.size() != 12) return fault_length("A Dutch VAT number has 9 digits, B and 2 digits.");
  if (!all_digits(std::string_view(number).substr(0, 9)) || number[9] != 'B' ||
      !all_digits(std::string_view(number).substr(10)))
    return fault_character("A Dutch VAT number has 9 digits, B and 2 digits.");
  if (!dutch_11_proof(std::string_view(number).substr(0, 9)) && mod_97("NL" + number) != 1) return fault_check(kSlip);
  return "NL" + number;
}

Result<std::string> check_it_vat(std::string_view text) {
  const std::string number = without_country(text, "IT");
  if (number.size() != 11) return fault_length("An Italian VAT number has 11 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!luhn(number)) return fault_check(kSlip);
  const int office = number_of(std::string_view(number).substr(7, 3));
  if (!((office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999))
    return invalid("identifier_form", "Digits 8 to 10 name no provincial office.");
  return "IT" + number;
}

Result<std::string> check_es_nif(std::string_view text) {
  const std::string number = without_country(text, "ES");
  if (number.size() != 9) return fault_length("A Spanish NIF has 9 characters.");
  if (is_digit(number[0]) || std::string_view("XYZKLM").find(number[0]) != std::string_view::npos)
    return spanish_person(number);
  if (std::string_view("ABCDEFGHJKLMNPQRSUVW").find(number[0]) == std::string_view::npos)
    return fault_character("A Spanish NIF begins with a digit or with a letter other than I, Ñ, O and T.");
  return spanish_organisation(number);
}

Result<std::string> check_be_vat(std::string_view text) {
  std::string number = without_country(text, "BE");
  if (number.size() == 9) number.insert(0, "0");  // before 2005 they had 9
  if (number.size() != 10) return fault_length("A Belgian enterprise number has 10 digits.");
  if (!all_digits(number) || number[0] > '1')
    return fault_character("A Belgian enterprise number is 10 digits, the first 0 or 1.");
  if (97 - number_of(std::string_view(number).substr(0, 8)) % 97 != number_of(std::string_view(number).substr(8)))
    return fault_check(kSlip);
  return "BE" + number;
}

}  // namespace muster::identifiers

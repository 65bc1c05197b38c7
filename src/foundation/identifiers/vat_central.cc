// VAT numbers of Austria, Czechia, Luxembourg, Slovakia and Switzerland.
#include "digits.h"
#include "vat_special.h"
#include "vat_weighted.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

int remainder_11(std::string_view digits) {
  int rest = 0;
  for (const char c : digits) rest = (rest * 10 + (c - '0')) % 11;
  return rest;
}

// Persons without a birth number: a 6 in front, which does not count.
bool czech_special(std::string_view number) {
  static constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2};
  const int rest = weighted_sum(number.substr(1), kWeights) % 11;
  return (8 - (10 - rest) % 11 + 10) % 10 == number[8] - '0';
}

bool czech_organisation(std::string_view number) {
  static constexpr WeightedRule kRule{
      "CZ", "A Czech DIČ", 8, "012345678", {8, 7, 6, 5, 4, 3, 2}, 11, -1, 0, Fold::zero_is_one_ten_zero};
  return number[0] != '9' && weighted_check(kRule, number);
}

}  // namespace

bool is_birth_number(std::string_view digits) {
  const bool old = digits.size() == 9;  // before 1954 there was no tenth digit
  int year = 1900 + number_of(digits.substr(0, 2));
  if (old && year >= 1980) year -= 100;
  if (old && year > 1953) return false;
  if (!old && year < 1954) year += 100;
  const int month = number_of(digits.substr(2, 2)) % 50 % 20;
  const auto pair = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  if (!is_date(pair(year / 100) + pair(year % 100) + pair(month) + std::string(digits.substr(4, 2)))) return false;
  if (old) return true;
  const int rest = remainder_11(digits.substr(0, 9));
  // Until 1984 a remainder of 10 was written 0.
  return (year < 1985 ? rest % 10 : rest) == digits[9] - '0';
}

Result<std::string> check_at_vat(std::string_view text) {
  const std::string number = without_country(text, "AT");
  if (number.size() != 9) return fault_length("An Austrian UID has U and 8 digits.");
  if (number[0] != 'U' || !all_digits(std::string_view(number).substr(1)))
    return fault_character("An Austrian UID has U and 8 digits.");
  // Luhn's sum, moved by 4: (96 - sum) mod 10.
  int sum = 0;
  for (std::size_t i = 1; i < 8; ++i) {
    const int d = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += d / 10 + d % 10;
  }
  if ((96 - sum) % 10 != number[8] - '0') return fault_check(kSlip);
  return "AT" + number;
}

Result<std::string> check_ch_uid(std::string_view text) {
  static constexpr WeightedRule kRule{"CHE", "A Swiss UID", 9, "0123456789", {5, 4, 3, 2, 7, 6, 5, 4}, 11, -1,
                                      0,     Fold::none};
  std::string number = compact(text);
  for (const std::string_view tax : {"MWST", "TVA", "IVA"})  // "registered for VAT", in the four languages
    if (number.ends_with(tax)) number.erase(number.size() - tax.size());
  if (!number.starts_with("CHE")) return fault_form("A Swiss UID begins with CHE.");
  return check_weighted(kRule, number);
}

Result<std::string> check_cz_vat(std::string_view text) {
  std::string number = without_country(text, "CZ");
  number.erase(std::remove(number.begin(), number.end(), '/'), number.end());  // birth numbers are written with one
  if (number.size() < 8 || number.size() > 10) return fault_length("A Czech DIČ has 8 to 10 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  const bool special = number.size() == 9 && number[0] == '6';
  const bool fits = number.size() == 8 ? czech_organisation(number)
                    : special          ? czech_special(number)
                                       : is_birth_number(number);
  if (!fits) return fault_check(kSlip);
  return "CZ" + number;
}

Result<std::string> check_lu_vat(std::string_view text) {
  const std::string number = without_country(text, "LU");
  if (number.size() != 8) return fault_length("A Luxembourgish VAT number has 8 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (number_of(std::string_view(number).substr(0, 6)) % 89 != number_of(std::string_view(number).substr(6)))
    return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return "LU" + number;
}

Result<std::string> check_sk_vat(std::string_view text) {
  const std::string number = without_country(text, "SK");
  if (number.size() != 10) return fault_length("A Slovak VAT number has 10 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (is_birth_number(number)) return "SK" + number;
  if (number[0] == '0' || std::string_view("234789").find(number[2]) == std::string_view::npos)
    return fault_form("A Slovak VAT number does not begin with 0, and its third digit is 2, 3, 4, 7, 8 or 9.");
  if (remainder_11(number) != 0) return fault_check(kSlip);
  return "SK" + number;
}

}  // namespace muster::identifiers

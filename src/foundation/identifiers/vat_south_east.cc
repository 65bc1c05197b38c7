// VAT numbers of Bulgaria, Croatia, Cyprus, Greece, Malta and Romania.
#include "digits.h"
#include "vat_special.h"
#include "vat_weighted.h"

namespace muster::identifiers {
namespace {

std::string two_digits(int n) {
  return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
}

// Nine digits (EIK, of organisations): weights 1 to 8; when that gives 10, weights 3 to 10.
bool bulgarian_organisation(std::string_view number) {
  static constexpr int kOnce[] = {1, 2, 3, 4, 5, 6, 7, 8}, kAgain[] = {3, 4, 5, 6, 7, 8, 9, 10};
  int check = weighted_sum(number, kOnce) % 11;
  if (check == 10) check = weighted_sum(number, kAgain) % 11 % 10;
  return check == number[8] - '0';
}

// EGN: year, month (+20 before 1900, +40 since 2000), day.
bool bulgarian_birth_date(std::string_view number) {
  const int month = number_of(number.substr(2, 2));
  const int century = month > 40 ? 20 : month > 20 ? 18 : 19;
  const int raised = month > 40 ? 40 : month > 20 ? 20 : 0;
  return is_date(two_digits(century) + std::string(number.substr(0, 2)) + two_digits(month - raised) +
                 std::string(number.substr(4, 2)));
}

// Ten digits: citizens (EGN), foreigners (LNCh) and others, each with weights of its own.
bool bulgarian_person(std::string_view number) {
  static constexpr int kCitizen[] = {2, 4, 8, 5, 10, 9, 7, 3, 6}, kForeigner[] = {21, 19, 17, 13, 11, 9, 7, 3, 1},
                       kOther[] = {4, 3, 2, 7, 6, 5, 4, 3, 2};
  const int last = number[9] - '0';
  return (bulgarian_birth_date(number) && weighted_sum(number, kCitizen) % 11 % 10 == last) ||
         weighted_sum(number, kForeigner) % 10 == last || (11 - weighted_sum(number, kOther) % 11) % 11 == last;
}

}  // namespace

Result<std::string> check_bg_vat(std::string_view text) {
  const std::string number = without_country(text, "BG");
  if (number.size() != 9 && number.size() != 10)
    return fault_length("A Bulgarian VAT number has 9 digits, or 10 for a person.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!(number.size() == 9 ? bulgarian_organisation(number) : bulgarian_person(number))) return fault_check(kSlip);
  return "BG" + number;
}

Result<std::string> check_hr_vat(std::string_view text) {
  const std::string number = without_country(text, "HR");
  if (number.size() != 11) return fault_length("A Croatian OIB has 11 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!mod_11_10(number)) return fault_check(kSlip);
  return "HR" + number;
}

Result<std::string> check_cy_vat(std::string_view text) {
  static constexpr int kOdd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};  // what the digits in odd places count
  const std::string number = without_country(text, "CY");
  if (number.size() != 9) return fault_length("A Cypriot VAT number has 8 digits and a letter.");
  if (!all_digits(std::string_view(number).substr(0, 8)) || !is_upper(number[8]))
    return fault_character("A Cypriot VAT number has 8 digits and a letter.");
  if (number.starts_with("12")) return fault_form("No Cypriot VAT number begins with 12.");
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += i % 2 == 0 ? kOdd[number[i] - '0'] : number[i] - '0';
  if (number[8] != static_cast<char>('A' + sum % 26))
    return fault_check("The last letter doesn't fit the number: there is a slip in it.");
  return "CY" + number;
}

Result<std::string> check_gr_vat(std::string_view text) {
  static constexpr WeightedRule kRule{"EL", "A Greek AFM",    9, "0123456789", {256, 128, 64, 32, 16, 8, 4, 2}, 11, 1,
                                      0,    Fold::ten_is_zero};
  // VIES writes EL (from Ελλάδα); people also write the country's ISO code.
  const std::string number = without_country(text, "GR");
  return check_weighted(kRule, number);
}

Result<std::string> check_mt_vat(std::string_view text) {
  static constexpr int kWeights[] = {3, 4, 6, 7, 8, 9};
  const std::string number = without_country(text, "MT");
  if (number.size() != 8) return fault_length("A Maltese VAT number has 8 digits.");
  if (!all_digits(number) || number[0] == '0')
    return fault_character("A Maltese VAT number is 8 digits, the first not 0.");
  if (37 - weighted_sum(number, kWeights) % 37 != number_of(std::string_view(number).substr(6)))
    return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return "MT" + number;
}

Result<std::string> check_ro_vat(std::string_view text) {
  // (10 · Σ) mod 11 is -Σ mod 11.
  static constexpr WeightedRule kRule{"RO", "A Romanian CUI", 10, "0123456789", {7, 5, 3, 2, 1, 7, 5, 3, 2}, 11, -1,
                                      0,    Fold::ten_is_zero};
  const std::string number = without_country(text, "RO");
  if (number.size() < 2 || number.size() > 10) return fault_length("A Romanian CUI has 2 to 10 digits.");
  if (!all_digits(number) || number[0] == '0')
    return fault_character("A Romanian CUI has digits only, the first not 0.");
  if (!weighted_check(kRule, std::string(10 - number.size(), '0') + number)) return fault_check(kSlip);
  return "RO" + number;
}

}  // namespace muster::identifiers

// VAT numbers of Latvia, Lithuania, Norway and Sweden.
#include "digits.h"
#include "vat_special.h"
#include "vat_weighted.h"

namespace muster::identifiers {
namespace {

// Weights 1 to 9, over and over; when that gives 10, weights that begin with 3.
bool lithuanian_check(std::string_view number) {
  const std::size_t body = number.size() - 1;
  const auto sum = [&](std::size_t begin) {
    int total = 0;
    for (std::size_t i = 0; i < body; ++i) total += (number[i] - '0') * static_cast<int>((i + begin) % 9 + 1);
    return total % 11;
  };
  const int once = sum(0);
  return (once == 10 ? sum(2) % 10 : once) == number[body] - '0';
}

bool latvian_organisation(std::string_view number) {
  static constexpr int kWeights[] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6};
  return (weighted_sum(number, kWeights) + (number[10] - '0')) % 11 == 3;
}

// A personal code: day, month, year, century (0 is the nineteenth). Since 2017 codes begin with 32 and hold no date.
bool latvian_person(std::string_view number) {
  static constexpr int kWeights[] = {10, 5, 8, 4, 2, 1, 6, 3, 7, 9};
  if (!number.starts_with("32")) {
    const std::string century = std::to_string(18 + (number[6] - '0'));
    const std::string day(number.substr(0, 2)), month(number.substr(2, 2)), year(number.substr(4, 2));
    if (!is_date(century + year + month + day)) return false;
  }
  return (1 + weighted_sum(number, kWeights)) % 11 % 10 == number[10] - '0';
}

}  // namespace

Result<std::string> check_lt_vat(std::string_view text) {
  const std::string number = without_country(text, "LT");
  if (number.size() != 9 && number.size() != 12)
    return fault_length("A Lithuanian VAT number has 9 digits, or 12 when the registration is temporary.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (number[number.size() - 2] != '1') return fault_form("The last digit but one of a Lithuanian VAT number is 1.");
  if (!lithuanian_check(number)) return fault_check(kSlip);
  return "LT" + number;
}

Result<std::string> check_lv_vat(std::string_view text) {
  const std::string number = without_country(text, "LV");
  if (number.size() != 11) return fault_length("A Latvian VAT number has 11 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!(number[0] > '3' ? latvian_organisation(number) : latvian_person(number))) return fault_check(kSlip);
  return "LV" + number;
}

Result<std::string> check_no_organisation(std::string_view text) {
  static constexpr WeightedRule kRule{
      "", "A Norwegian organisation number", 9, "0123456789", {3, 2, 7, 6, 5, 4, 3, 2}, 11, -1, 0, Fold::none};
  std::string number = without_country(text, "NO");
  if (number.ends_with("MVA")) number.erase(number.size() - 3);  // "registered for VAT", when written on a bill
  return check_weighted(kRule, number);
}

Result<std::string> check_se_vat(std::string_view text) {
  const std::string number = without_country(text, "SE");
  if (number.size() != 12) return fault_length("A Swedish VAT number has 12 digits.");
  if (!all_digits(number)) return fault_character(kDigitsOnly);
  if (!number.ends_with("01")) return fault_form("A Swedish VAT number ends with 01.");
  if (!luhn(std::string_view(number).substr(0, 10)))
    return fault_check("The tenth digit doesn't fit: there is a slip.");
  return "SE" + number;
}

}  // namespace muster::identifiers

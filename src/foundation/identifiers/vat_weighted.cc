#include "vat_weighted.h"

#include "digits.h"

namespace muster::identifiers {
namespace {

// The digit that is written for a value; -1: no number has it.
int folded(Fold fold, int value) {
  switch (fold) {
    case Fold::none:
      return value == 10 ? -1 : value;
    case Fold::ten_is_zero:
      return value % 10;
    case Fold::ten_is_zero_zero_none:
      return value == 0 ? -1 : value % 10;
    case Fold::zero_is_one_ten_zero:
      return value == 0 ? 1 : value % 10;
  }
  return -1;
}

}  // namespace

bool weighted_check(const WeightedRule& rule, std::string_view number) {
  const std::size_t body = rule.digits - 1;
  const int sum = weighted_sum(number, {rule.weights.data(), body});
  const int value = ((rule.offset + rule.sign * sum) % rule.modulus + rule.modulus) % rule.modulus;
  return folded(rule.fold, value) == number[body] - '0';
}

Result<std::string> check_weighted(const WeightedRule& rule, std::string_view text) {
  const std::string number = without_country(text, rule.country);
  if (number.size() != rule.digits)
    return fault_length(std::string(rule.noun) + " has " + std::to_string(rule.digits) + " digits.");
  if (!all_digits(number)) return fault_character(std::string(rule.noun) + " has digits only.");
  if (rule.first.find(number[0]) == std::string_view::npos)
    return fault_form(std::string(rule.noun) + " does not begin with this digit.");
  if (!weighted_check(rule, number)) return fault_check(kSlip);
  return std::string(rule.country) + number;
}

}  // namespace muster::identifiers

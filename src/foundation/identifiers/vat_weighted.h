// VAT numbers of one shape: digits with a weight each, a sum taken modulo something, and the digit that follows from
// it. Inside of identifiers.
#pragma once

#include <base/result.h>

#include <array>
#include <string>
#include <string_view>

namespace muster::identifiers {

// What becomes of a value that is no digit (10, modulo 11), or that the authority moves.
enum class Fold {
  none,                   // no number has it: such numbers are skipped when they are given out
  ten_is_zero,            // 10 is written 0, so that 0 and 10 can't be told apart: the blind spot of these numbers
  ten_is_zero_zero_none,  // 10 is written 0, and numbers whose value is 0 are skipped
  zero_is_one_ten_zero,   // 0 is written 1, and 10 is written 0
};

// check = fold((offset + sign · Σ weight·digit) mod modulus)
struct WeightedRule {
  std::string_view country;    // the letters in front, in the written form
  const char* noun;            // for sentences
  std::size_t digits;          // the check digit is the last of them
  std::string_view first;      // what it may begin with
  std::array<int, 9> weights;  // of the digits before the check digit; 0 for those that are not there
  int modulus;
  int sign;
  int offset;
  Fold fold;
};

// `number` is digits alone, as long as the rule says.
bool weighted_check(const WeightedRule& rule, std::string_view number);
// Without country, of the right length and characters, its check digit tested; given back with the country.
Result<std::string> check_weighted(const WeightedRule& rule, std::string_view text);

}  // namespace muster::identifiers

// Numbers of the People's Republic of China.
#include "digits.h"
#include <identifiers/identifier.h>

namespace muster::identifiers {
namespace {

// GB 11714-1997: the organisation code inside of the unified code has a check character of its own (MOD 11).
bool organisation_code(std::string_view nine) {
  static constexpr int kWeights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (is_digit(nine[i]) ? nine[i] - '0' : nine[i] - 'A' + 10) * kWeights[i];
  const int check = 11 - sum % 11;
  return nine[8] == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
}

}  // namespace

Result<std::string> check_cn_resident_id(std::string_view text) {
  const std::string id = compact(text);
  if (id.size() != 18) return fault_length("A resident identity number has 18 characters.");
  if (!all_digits(std::string_view(id).substr(0, 17)) || !(is_digit(id[17]) || id[17] == 'X'))
    return fault_character("A resident identity number is 17 digits and a digit or X.");
  if (!is_date(std::string_view(id).substr(6, 8)))
    return invalid("identifier_date", "Digits 7 to 14 of the number are no date of birth.");
  // ISO 7064 MOD 11-2: the value of the whole, weighted by powers of 2, is 1 modulo 11.
  int rest = 0;
  for (const char c : id) rest = (rest * 2 + (c == 'X' ? 10 : c - '0')) % 11;
  if (rest != 1) return fault_check("The last character doesn't fit the number: there is a slip in it.");
  return id;
}

Result<std::string> check_cn_uscc(std::string_view text) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // without I, O, S, V, Z
  const std::string code = compact(text);
  if (code.size() != 18) return fault_length("A unified social credit code has 18 characters.");
  int sum = 0, weight = 1;
  for (std::size_t i = 0; i < 18; ++i) {
    const std::size_t value = kAlphabet.find(code[i]);
    if (value == std::string_view::npos)
      return fault_character("A unified social credit code has digits and capital letters without I, O, S, V and Z.");
    sum += static_cast<int>(value) * (i == 17 ? 1 : weight);  // the check character itself weighs 1
    weight = weight * 3 % 31;
  }
  if (sum % 31 != 0) return fault_check("The last character doesn't fit the code: there is a slip in it.");
  if (!all_digits(std::string_view(code).substr(2, 6)))
    return fault_character("Characters 3 to 8 are the division's number.");
  if (!organisation_code(std::string_view(code).substr(8, 9)))
    return fault_check("The organisation code inside (characters 9 to 17) doesn't fit: there is a slip in it.");
  return code;
}

}  // namespace muster::identifiers

// Cards of Belgium and the Netherlands.
#include "digits.h"
#include "persons.h"

#include <algorithm>

namespace muster::identifiers {

// Twelve digits; the last two are the ten before them modulo 97, 97 for a remainder of 0.
Result<std::string> check_be_id_card(std::string_view text) {
  MUSTER_TRY(std::string number, digits_of_length(text, 12, "A Belgian identity card"));
  const int rest = mod_97(std::string_view(number).substr(0, 10));
  if (number_of(std::string_view(number).substr(10)) != (rest ? rest : 97))
    return fault_check("The last two digits don't fit the number: there is a slip in it.");
  return number;
}

// Two letters, six letters or digits, a digit; never the letter O.
Result<std::string> check_nl_id_card(std::string_view text) {
  const std::string number = compact(text);
  if (number.size() != 9) return fault_length("A Dutch identity card has 9 characters.");
  const auto letter = [](char c) { return is_upper(c) && c != 'O'; };
  if (!letter(number[0]) || !letter(number[1]) || !is_digit(number[8]) ||
      !std::all_of(number.begin() + 2, number.end(), [&](char c) { return is_digit(c) || letter(c); }))
    return fault_character(
        "A Dutch identity card has 2 letters, 6 letters or digits and a digit, without the letter O.");
  return number;
}

}  // namespace muster::identifiers

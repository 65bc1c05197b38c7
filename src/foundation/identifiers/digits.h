// The check-digit systems that the kinds share. Inside of identifiers. Input: digits alone, unless said otherwise.
#pragma once

#include <base/result.h>

#include <span>
#include <string>
#include <string_view>

namespace muster::identifiers {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text);
// Upper case; blanks, hyphens and dots dropped: how people write numbers.
std::string compact(std::string_view text);
bool luhn(std::string_view digits);           // ISO/IEC 7812-1
bool gs1(std::string_view digits);            // GS1 General Specifications §7.9
bool mod_11_10(std::string_view digits);      // ISO 7064 MOD 11,10, check digit last
int mod_97(std::string_view letters_digits);  // ISO 7064 MOD 97-10: letters as 10…35; the remainder
bool verhoeff(std::string_view digits);   // J. Verhoeff, Error Detecting Decimal Codes (1969), the dihedral group D5
bool is_date(std::string_view yyyymmdd);  // of the Gregorian calendar, 1800 to 2199

// compact(), and the country's letters in front dropped, when they are there.
std::string without_country(std::string_view text, std::string_view country);
int number_of(std::string_view digits);  // at most nine of them
// The sum of the first digits, each by its weight; there are at least as many digits as weights.
int weighted_sum(std::string_view digits, std::span<const int> weights);

inline constexpr const char* kSlip = "The check digit doesn't fit the number: there is a slip in it.";
inline constexpr const char* kDigitsOnly = "The number has digits only.";

Error fault_length(std::string sentence);
Error fault_character(std::string sentence);
Error fault_check(std::string sentence);
Error fault_form(std::string sentence);
Error fault_date(std::string sentence);

}  // namespace muster::identifiers

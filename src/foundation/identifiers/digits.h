// The check-digit systems that the kinds share. Inside of identifiers. Input: digits alone, unless said otherwise.
#pragma once

#include <base/result.h>

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
bool is_date(std::string_view yyyymmdd);      // of the Gregorian calendar, 1800 to 2199

Error fault_length(const char* sentence);
Error fault_character(const char* sentence);
Error fault_check(const char* sentence);

}  // namespace muster::identifiers

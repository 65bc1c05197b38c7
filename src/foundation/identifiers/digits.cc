#include "digits.h"

#include <algorithm>

namespace muster::identifiers {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '-' && c != '.') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (auto i = digits.rbegin(); i != digits.rend(); ++i, doubled = !doubled) {
    const int d = (*i - '0') * (doubled ? 2 : 1);
    sum += d / 10 + d % 10;
  }
  return sum % 10 == 0;
}

bool gs1(std::string_view digits) {
  int sum = 0, weight = 1;
  for (auto i = digits.rbegin(); i != digits.rend(); ++i, weight = 4 - weight) sum += (*i - '0') * weight;
  return sum % 10 == 0;
}

bool mod_11_10(std::string_view digits) {
  int check = 10;
  for (const char c : digits.substr(0, digits.size() - 1)) {
    const int sum = (check + (c - '0')) % 10;
    check = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return (check + (digits.back() - '0')) % 10 == 1;
}

int mod_97(std::string_view text) {
  int rest = 0;
  for (const char c : text) {
    const int value = is_digit(c) ? c - '0' : c - 'A' + 10;
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest;
}

bool is_date(std::string_view text) {
  if (text.size() != 8 || !all_digits(text)) return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    int n = 0;
    for (const char c : text.substr(at, size)) n = n * 10 + (c - '0');
    return n;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(4, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(6, 2)))};
  return day.ok() && number(0, 4) >= 1800 && number(0, 4) < 2200;
}

Error fault_length(const char* sentence) {
  return invalid("identifier_length", sentence);
}
Error fault_character(const char* sentence) {
  return invalid("identifier_character", sentence);
}
Error fault_check(const char* sentence) {
  return invalid("identifier_check_digit", sentence);
}

}  // namespace muster::identifiers

#include "digits.h"

#include <algorithm>
#include <chrono>

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

std::string without_country(std::string_view text, std::string_view country) {
  std::string number = compact(text);
  if (number.starts_with(country)) number.erase(0, country.size());
  return number;
}

int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

int weighted_sum(std::string_view digits, std::span<const int> weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  return sum;
}

bool verhoeff(std::string_view digits) {
  // The rows that the eight permutations come from: each is the one before, taken again.
  static constexpr int kFirst[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  const auto product = [](int a, int b) {  // of D5: 0 to 4 are turns, 5 to 9 are reflections
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a - b) % 5 : (a - b + 5) % 5;
  };
  int check = 0, row = 0;
  for (auto i = digits.rbegin(); i != digits.rend(); ++i, row = (row + 1) % 8) {
    int value = *i - '0';
    for (int j = 0; j < row; ++j) value = kFirst[value];
    check = product(check, value);
  }
  return check == 0;
}

Error fault_length(std::string sentence) {
  return invalid("identifier_length", std::move(sentence));
}
Error fault_character(std::string sentence) {
  return invalid("identifier_character", std::move(sentence));
}
Error fault_check(std::string sentence) {
  return invalid("identifier_check_digit", std::move(sentence));
}
Error fault_form(std::string sentence) {
  return invalid("identifier_form", std::move(sentence));
}
Error fault_date(std::string sentence) {
  return invalid("identifier_date", std::move(sentence));
}

}  // namespace muster::identifiers

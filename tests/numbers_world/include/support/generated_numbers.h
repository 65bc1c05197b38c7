// Numbers of nobody, by a running number: for tests, benches and load.
#pragma once

#include <cstdio>
#include <string>

namespace muster::test {

// GB 11643: area, day, a running sequence, and the check character of these 17 digits.
inline std::string with_check_character(const std::string& digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return digits + "10X98765432"[sum % 11];
}
// Day of birth and number of one of 280 million; the first ten million were born on 1990-01-01.
inline std::string birth_date_of(int n) {
  char day[16];
  std::snprintf(day, sizeof day, "1990-01-%02d", 1 + n / 10'000'000 % 28);
  return day;
}
inline std::string resident_id_of(int n) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "11%04d199001%02d%03d", n / 1000 % 10'000, 1 + n / 10'000'000 % 28, n % 1000);
  return with_check_character(std::string(digits, 17));
}

}  // namespace muster::test

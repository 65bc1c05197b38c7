// What the tests of kinds share: published specimens, and slips of one digit counted over made-up numbers.
#pragma once

#include <identifiers/identifier.h>

#include <random>

#include <gtest/gtest.h>

namespace muster::identifiers {

struct Specimen {
  const char* kind;
  const char* number;    // as published
  const char* expected;  // as written here, or the code of the error
};

inline void expect_specimens(std::span<const Specimen> specimens) {
  for (const Specimen& s : specimens) {
    const auto got = check(s.kind, s.number);
    EXPECT_EQ(got.ok() ? *got : got.error().code, s.expected) << s.kind << " " << s.number;
    if (got.ok()) EXPECT_EQ(*check(s.kind, *got), *got) << "the written form is its own written form";
  }
}

inline std::string digits_of(std::uint64_t n, std::size_t size) {
  std::string out(size, '0');
  for (std::size_t i = size; i-- > 0; n /= 10) out[i] = static_cast<char>('0' + n % 10);
  return out;
}

// How many of a thousand slips of one digit pass as another good number: every slip of `numbers` good ones, made by
// drawing the digits of `shape` until they fit.
inline double slips_passed_permille(const Kind& kind, const std::string& shape, int numbers) {
  std::mt19937 random(20240229);
  std::uint64_t tried = 0, passed = 0;
  const auto is_digit_at = [&](std::size_t at) { return shape[at] >= '0' && shape[at] <= '9'; };
  for (int made = 0, draws = 0; made < numbers && draws < numbers * 400; ++draws) {
    std::string number = shape;
    for (std::size_t at = 0; at < number.size(); ++at)
      if (is_digit_at(at)) number[at] = static_cast<char>('0' + random() % 10);
    if (!kind.check(number).ok()) continue;
    ++made;
    for (std::size_t at = 0; at < number.size(); ++at) {
      if (!is_digit_at(at)) continue;
      for (char c = '0'; c <= '9'; ++c) {
        std::string wrong = number;
        if (wrong[at] == c) continue;
        wrong[at] = c;
        ++tried;
        passed += kind.check(wrong).ok();
      }
    }
  }
  EXPECT_GT(tried, static_cast<std::uint64_t>(numbers) * 30) << kind.name << ": too few good numbers were made";
  return 1000.0 * static_cast<double>(passed) / static_cast<double>(tried);
}

// What theory says of a shape of numbers, in slips of a thousand that pass, and how far a measurement may be from it.
struct BlindSpot {
  const char* kind;
  const char* shape;
  double passed_permille, tolerance;
};

inline void expect_blind_spots(std::span<const BlindSpot> spots, int numbers) {
  for (const BlindSpot& spot : spots) {
    const Kind* kind = find_kind(spot.kind);
    ASSERT_NE(kind, nullptr) << spot.kind;
    EXPECT_NEAR(slips_passed_permille(*kind, spot.shape, numbers), spot.passed_permille, spot.tolerance)
        << spot.kind << " " << spot.shape;
  }
}

}  // namespace muster::identifiers

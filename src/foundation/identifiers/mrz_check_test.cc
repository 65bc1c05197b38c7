// What the check digits find and what they can't: counted, and compared with what the weights say.
#include <identifiers/mrz.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

constexpr std::string_view kDigits = "0123456789", kBoth = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

TEST(MrzCheckDigits, ArePublishedOnes) {
  EXPECT_EQ(mrz_check_digit("520727"), '3');     // Doc 9303-3 §4.9, example 1
  EXPECT_EQ(mrz_check_digit("AB2134<<<"), '5');  // example 2
  EXPECT_EQ(mrz_check_digit("L898902C3"), '6');
  EXPECT_EQ(mrz_check_digit("T22000129"), '3');
  EXPECT_EQ(mrz_check_digit("D23145890734"), '9');
  EXPECT_EQ(mrz_check_digit(""), '0');
}

struct Count {
  int tried = 0, passed = 0;
};

// Every change of one character to another of the alphabet, in a place of each weight.
Count substitutions(std::string_view alphabet) {
  Count count;
  for (std::size_t at = 0; at < 3; ++at)
    for (const char from : alphabet)
      for (const char to : alphabet) {
        if (from == to) continue;
        std::string right = "<<<", wrong = "<<<";
        right[at] = from;
        wrong[at] = to;
        ++count.tried;
        count.passed += mrz_check_digit(right) == mrz_check_digit(wrong);
      }
  return count;
}

// Every exchange of two neighbours that differ, between places of each two weights.
Count exchanges(std::string_view alphabet) {
  Count count;
  for (std::size_t at = 0; at < 3; ++at)
    for (const char a : alphabet)
      for (const char b : alphabet) {
        if (a == b) continue;
        std::string right = "<<<<", wrong = "<<<<";
        right[at] = wrong[at + 1] = a;
        right[at + 1] = wrong[at] = b;
        ++count.tried;
        count.passed += mrz_check_digit(right) == mrz_check_digit(wrong);
      }
  return count;
}

// 7, 3 and 1 have no factor in common with 10: no change of one digit to another passes.
TEST(MrzCheckDigits, FindEveryChangedDigit) {
  const Count count = substitutions(kDigits);
  EXPECT_EQ(count.tried, 3 * 90);
  EXPECT_EQ(count.passed, 0);
}

// The 36 letters and digits share ten remainders: six have four of them (0, A, K, U …), four have three. 6·12 + 4·6
// ordered pairs pass of 36·35: 7.6 in a hundred. G and 6, which readers confuse, are one of them; O and 0, I and 1, B
// and 8, S and 5, Z and 2 are not.
TEST(MrzCheckDigits, PassLettersThatAreEqualModuloTen) {
  const Count count = substitutions(kBoth);
  EXPECT_EQ(count.tried, 3 * 36 * 35);
  EXPECT_EQ(count.passed, 3 * (6 * 12 + 4 * 6));
  EXPECT_EQ(mrz_check_digit("G"), mrz_check_digit("6"));
  for (const char* pair : {"O0", "I1", "B8", "S5", "Z2", "Q0", "D0", "T7", "A4"})
    EXPECT_NE(mrz_check_digit(std::string(1, pair[0])), mrz_check_digit(std::string(1, pair[1]))) << pair;
}

// Neighbouring weights differ by 4, 2 and 6, each twice an odd number: an exchange passes when the two differ by 5,
// which are 10 of the 90 ordered pairs of digits, 11.1 in a hundred.
TEST(MrzCheckDigits, PassExchangedDigitsThatDifferByFive) {
  const Count count = exchanges(kDigits);
  EXPECT_EQ(count.tried, 3 * 90);
  EXPECT_EQ(count.passed, 3 * 10);
  EXPECT_EQ(mrz_check_digit("16"), mrz_check_digit("61"));
  EXPECT_NE(mrz_check_digit("17"), mrz_check_digit("71"));
}

// Of letters and digits those pass that are equal modulo 5: 36 over five remainders (8 7 7 7 7, counting 0 to 35).
TEST(MrzCheckDigits, PassExchangedLettersThatAreEqualModuloFive) {
  const Count count = exchanges(kBoth);
  EXPECT_EQ(count.passed, 3 * (8 * 7 + 4 * 7 * 6));
}

// A slip of a digit in a whole zone is found wherever a check digit is over it; of two digits exchanged as theory says.
RC_GTEST_PROP(MrzCheckProperties, OneDigitInAPassportIsFound, ()) {
  const std::string zone =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
      "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
  std::string wrong = zone;
  const std::size_t at = 45 + *rc::gen::inRange<std::size_t>(0, 44);
  if (wrong[at] < '0' || wrong[at] > '9') return;
  const char c = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  if (wrong[at] == c) return;
  wrong[at] = c;
  using namespace std::chrono_literals;
  const MrzReport report = read_mrz(wrong, {.today = 2010y / 3 / 1});
  RC_ASSERT(!report.ok());
  RC_ASSERT(report.faults.back().field == MrzField::composite);
}

}  // namespace
}  // namespace muster::identifiers

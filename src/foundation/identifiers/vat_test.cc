#include "kind_test.h"
#include "vat_special.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

// Specimens of the Commission's description, of the authorities' own pages, and of the published tests of
// python-stdnum.
constexpr Specimen kVatSpecimens[] = {
    {"at_vat", "AT U13585627", "ATU13585627"},
    {"at_vat", "U13585626", "identifier_check_digit"},
    {"at_vat", "13585627", "identifier_length"},
    {"bg_vat", "BG 175 074 752", "BG175074752"},
    {"bg_vat", "175074751", "identifier_check_digit"},
    {"bg_vat", "7523169263", "BG7523169263"},  // a citizen
    {"bg_vat", "7111042925", "BG7111042925"},  // a foreigner
    {"ch_uid", "CHE-100.155.212", "CHE100155212"},
    {"ch_uid", "CHE-100.155.212 MWST", "CHE100155212"},
    {"ch_uid", "CHE-100.155.213", "identifier_check_digit"},
    {"ch_uid", "100.155.212", "identifier_form"},
    {"cy_vat", "CY-10259033P", "CY10259033P"},
    {"cy_vat", "CY-10259033Z", "identifier_check_digit"},
    {"cy_vat", "12000000X", "identifier_form"},
    {"cz_vat", "CZ 25123891", "CZ25123891"},
    {"cz_vat", "25123890", "identifier_check_digit"},
    {"cz_vat", "710319/2745", "CZ7103192745"},  // a birth number
    {"cz_vat", "1103492745", "identifier_check_digit"},
    {"cz_vat", "991231123", "CZ991231123"},  // of 1899
    {"cz_vat", "590312123", "identifier_check_digit"},
    {"cz_vat", "640903926", "CZ640903926"},  // without a birth number
    {"dk_vat", "DK 13585628", "DK13585628"},
    {"dk_vat", "DK 13585627", "identifier_check_digit"},
    {"dk_vat", "DK 03585628", "identifier_form"},
    {"ee_vat", "EE 100 931 558", "EE100931558"},
    {"ee_vat", "100594102", "EE100594102"},
    {"ee_vat", "100594103", "identifier_check_digit"},
    {"es_vat", "ES-X2482300W", "ESX2482300W"},
    {"es_vat", "J99216583", "identifier_check_digit"},
    {"fi_vat", "FI 20774740", "FI20774740"},
    {"fi_vat", "FI 20774741", "identifier_check_digit"},
    {"gb_vat", "GB 980 7806 84", "GB980780684"},
    {"gb_vat", "802311782", "GB802311782"},
    {"gb_vat", "802311781", "identifier_check_digit"},
    {"gb_vat", "980780684001", "GB980780684001"},  // a branch
    {"gb_vat", "GBGD001", "GBGD001"},
    {"gb_vat", "GD500", "identifier_form"},
    {"gb_vat", "HA500", "GBHA500"},
    {"gr_vat", "GR 23456783", "identifier_length"},
    {"gr_vat", "EL 094259216", "EL094259216"},
    {"gr_vat", "GR 094259216", "EL094259216"},
    {"gr_vat", "EL 123456781", "identifier_check_digit"},
    {"hr_vat", "HR 33392005961", "HR33392005961"},
    {"hr_vat", "33392005962", "identifier_check_digit"},
    {"hu_vat", "HU-12892312", "HU12892312"},
    {"hu_vat", "HU-12892313", "identifier_check_digit"},
    {"ie_vat", "IE 6433435F", "IE6433435F"},    // before 2013
    {"ie_vat", "IE 6433435OA", "IE6433435OA"},  // since 2013
    {"ie_vat", "6433435E", "identifier_check_digit"},
    {"ie_vat", "8D79739I", "IE8D79739I"},  // before 1991
    {"ie_vat", "8?79739J", "identifier_character"},
    {"lt_vat", "119511515", "LT119511515"},
    {"lt_vat", "LT 100001919017", "LT100001919017"},
    {"lt_vat", "100001919018", "identifier_check_digit"},
    {"lt_vat", "100004801610", "LT100004801610"},  // its first pass gives 10
    {"lt_vat", "119511525", "identifier_form"},
    {"lu_vat", "LU 150 274 42", "LU15027442"},
    {"lu_vat", "150 274 43", "identifier_check_digit"},
    {"lv_vat", "LV 4000 3521 600", "LV40003521600"},
    {"lv_vat", "40003521601", "identifier_check_digit"},
    {"lv_vat", "161175-19997", "LV16117519997"},  // a person
    {"lv_vat", "161375-19997", "identifier_check_digit"},
    {"mt_vat", "MT 1167-9112", "MT11679112"},
    {"mt_vat", "1167-9113", "identifier_check_digit"},
    {"no_organisation", "988 077 917", "988077917"},
    {"no_organisation", "NO 995 525 828 MVA", "995525828"},
    {"no_organisation", "988 077 918", "identifier_check_digit"},
    {"pl_vat", "PL 8567346215", "PL8567346215"},
    {"pl_vat", "PL 8567346216", "identifier_check_digit"},
    {"pt_vat", "PT 501 964 843", "PT501964843"},
    {"pt_vat", "PT 501 964 842", "identifier_check_digit"},
    {"pt_vat", "001964843", "identifier_form"},
    {"ro_vat", "RO 185 472 90", "RO18547290"},
    {"ro_vat", "185 472 91", "identifier_check_digit"},
    {"ro_vat", "1", "identifier_length"},
    {"se_vat", "SE 123456789701", "SE123456789701"},
    {"se_vat", "123456789101", "identifier_check_digit"},
    {"se_vat", "123456789702", "identifier_form"},
    {"si_vat", "SI 5022 3054", "SI50223054"},
    {"si_vat", "SI 50223055", "identifier_check_digit"},
    {"sk_vat", "SK 202 274 96 19", "SK2022749619"},
    {"sk_vat", "SK 202 274 96 18", "identifier_check_digit"},
    {"sk_vat", "7103192745", "SK7103192745"},  // a birth number
    {"xi_vat", "XI 980780684", "XI980780684"},
    {"xi_vat", "GB980780684", "identifier_length"},
};

TEST(Vat, PublishedSpecimens) {
  expect_specimens(kVatSpecimens);
}

TEST(Vat, BirthNumbersKnowTheirCentury) {
  EXPECT_TRUE(is_birth_number("991231123"));   // 1899: nine digits
  EXPECT_FALSE(is_birth_number("590312123"));  // nine digits were given until 1953
  EXPECT_TRUE(is_birth_number("7103192745"));
  EXPECT_FALSE(is_birth_number("7113192745"));  // no month
}

// Where two values share a digit (10 written as 0, or a second pass that gives any digit), a slip of another digit
// passes when it moves the value from one to the other: 2/11 of the numbers, one of ten moves; never a slip of the
// check digit itself. Of n digits that is 1000·2/110·(n-1)/n of a thousand.
constexpr double shared_digit(int n) {
  return 1000.0 * 2 / 110 * (n - 1) / n;
}
// A British number is good when its sum is 0, 42 or 55 modulo 97. Only weights 7 and 6 move it by 42 (six or seven
// times): from 0 to either side, from the others back alone. 8 and 6 of 90 moves at one of nine digits each, averaged.
constexpr double kBritish = 1000.0 * (8 + 6) / 90 / 9 * (1 + 0.5 + 0.5) / 3;

constexpr BlindSpot kVatBlindSpots[] = {
    {"at_vat", "U00000000", 0, 0},
    {"be_vat", "0000000000", 0, 0},
    {"bg_vat", "000000000", shared_digit(9), 3},
    {"ch_uid", "CHE000000000", 0, 0},
    {"cz_vat", "00000000", shared_digit(8), 3},
    {"de_vat", "000000000", 0, 0},
    {"dk_vat", "00000000", 0, 0},
    {"ee_vat", "000000000", 0, 0},
    {"fi_vat", "00000000", 0, 0},
    {"gb_vat", "000000000", kBritish, 3},
    {"gr_vat", "000000000", shared_digit(9), 3},
    {"hr_vat", "00000000000", 0, 0},
    {"hu_vat", "00000000", 0, 0},
    {"ie_vat", "0000000F", 0, 0},
    {"it_vat", "00000000157", 0, 0},
    {"lt_vat", "000000000", shared_digit(9) * 8 / 9, 3},  // the digit before the last is always 1
    {"lu_vat", "00000000", 0, 0},
    {"lv_vat", "00000000000", 0, 1},  // a slip of the first digits may make a person's number of an organisation's
    {"mt_vat", "00000000", 0, 0},
    {"no_organisation", "000000000", 0, 0},
    {"pl_vat", "0000000000", 0, 0},
    {"pt_vat", "000000000", shared_digit(9), 3},
    {"ro_vat", "0000000000", shared_digit(10), 3},
    {"se_vat", "000000000001", 0, 0},
    {"si_vat", "00000000", 0, 0},
    // What passes is a slip that makes a person's number of an organisation's, or of a birth number of before 1985
    // another whose remainder of 10 is written 0: about one number of fifty is a birth number.
    {"sk_vat", "0000000000", 1.2, 0.9},
    {"xi_vat", "000000000", kBritish, 3},
};

TEST(Vat, SlipsOfOneDigitPassAsOftenAsTheAlgorithmSays) {
  expect_blind_spots(kVatBlindSpots, 1'000);
}

TEST(Vat, WhatIsSaidToFindSingleErrorsHasNoBlindSpot) {
  for (const BlindSpot& spot : kVatBlindSpots)
    if (find_kind(spot.kind)->finds_single_errors) EXPECT_EQ(spot.passed_permille, 0) << spot.kind;
}

// The same by drawn numbers: of those that differ in the last digit alone one fits at most, and no slip of it does.
RC_GTEST_PROP(VatProperties, NoSlipPassesWhereNoneCan, ()) {
  const BlindSpot& spot = kVatBlindSpots[*rc::gen::inRange<std::size_t>(0, std::size(kVatBlindSpots))];
  const Kind& kind = *find_kind(spot.kind);
  if (!kind.finds_single_errors) return;
  std::string number = spot.shape;
  for (char& c : number)
    if (c == '0') c = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  if (!kind.check(number).ok()) return;
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, number.size());
  const char to = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  if (number[at] < '0' || number[at] > '9' || number[at] == to) return;
  number[at] = to;
  RC_ASSERT(!kind.check(number).ok());
}

// A Cypriot number ends with a letter: of 26 exactly one fits.
TEST(Vat, OneLetterFits) {
  for (int n = 0; n < 500; ++n) {
    const std::string body = digits_of(20'000'000u + static_cast<std::uint64_t>(n) * 7919, 8);
    int fitting = 0;
    for (char c = 'A'; c <= 'Z'; ++c) fitting += check("cy_vat", body + c).ok();
    EXPECT_EQ(fitting, 1) << body;
  }
}

}  // namespace
}  // namespace muster::identifiers

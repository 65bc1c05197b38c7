#include "kind_test.h"
#include <identifiers/line.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

constexpr Specimen kLineSpecimens[] = {
    {"eid", "89049032123451234512345678901235", "89049032123451234512345678901235"},  // GSMA SGP.23, test EID
    {"eid", "8904 9032 1234 5123 4512 3456 7890 1235", "89049032123451234512345678901235"},
    {"eid", "89049032123451234512345678901236", "identifier_check_digit"},
    {"eid", "8904903212345123451234567890123", "identifier_length"},
    {"iccid", "8949100000001234565", "8949100000001234565"},    // made up, Luhn's digit computed
    {"iccid", "8949100000001234565F", "8949100000001234565"},   // as a card's memory has it
    {"iccid", "89860012345678901238", "89860012345678901238"},  // 20 digits
    {"iccid", "8949100000001234566", "identifier_check_digit"},
    {"iccid", "4949100000001234565", "identifier_form"},
    {"iccid", "894910000000123456", "identifier_length"},
    {"imei", "49-015420-323751-8", "490154203237518"},  // 3GPP TS 22.016, GSMA TS.06
    {"imei", "35-417803-685978-9", "354178036859789"},
    {"imei", "354178036859781", "identifier_check_digit"},
    {"imei", "35417803685978", "identifier_length"},
    {"imeisv", "35686800-004141-20", "3568680000414120"},
    {"imeisv", "356868000041412", "identifier_length"},
    {"imsi", "001010123456063", "001010123456063"},  // 3GPP TS 36.508, the test USIM
    {"imsi", "429011234567890", "429011234567890"},
    {"imsi", "460001234567890", "460001234567890"},
    {"imsi", "439011234567890", "identifier_form"},
    {"imsi", "46000123456789012", "identifier_length"},
    {"msisdn", "+86 138 0013 8000", "+8613800138000"},
    {"msisdn", "13800138000", "phone_country_code"},
};

TEST(Lines, PublishedSpecimens) {
  expect_specimens(kLineSpecimens);
}

TEST(Lines, MobileCountryCodes) {
  for (const char* known : {"001", "208", "262", "310", "460", "470", "621", "901"})
    EXPECT_TRUE(is_mobile_country_code(known)) << known;
  for (const char* unknown : {"", "46", "4600", "439", "000", "0 2", "60 "})
    EXPECT_FALSE(is_mobile_country_code(unknown)) << unknown;
}

constexpr BlindSpot kLineBlindSpots[] = {
    {"imei", "000000000000000", 0, 0},
    {"iccid", "8910000000000000000", 0, 0},
    {"eid", "89000000000000000000000000000000", 0, 0},
};
TEST(Lines, SlipsOfOneDigitPassAsOftenAsTheAlgorithmSays) {
  expect_blind_spots(kLineBlindSpots, 60);
}

std::string outcome(std::string_view text, std::string_view country = {}) {
  const auto got = parse_msisdn(text, country);
  return got.ok() ? got->e164 + " " + got->country + (got->known_to_be_mobile ? "" : "?") : got.error().code;
}

TEST(Msisdns, AreReadFromNationalForms) {
  EXPECT_EQ(outcome("138 0013 8000", "CN"), "+8613800138000 CN");
  EXPECT_EQ(outcome("0138 0013 8000", "CN"), "+8613800138000 CN");  // as some dialled from elsewhere
  EXPECT_EQ(outcome("07700 900123", "GB"), "+447700900123 GB");     // Ofcom, for drama
  EXPECT_EQ(outcome("0171/3920000", "DE"), "+491713920000 DE");     // BNetzA, for drama
  EXPECT_EQ(outcome("06 39 98 12 34", "FR"), "+33639981234 FR");    // ARCEP, for drama
  EXPECT_EQ(outcome("0491 570 006", "AU"), "+61491570006 AU");      // ACMA, for drama
  EXPECT_EQ(outcome("01812-345678", "BD"), "+8801812345678 BD");
  EXPECT_EQ(outcome("0802 123 4567", "NG"), "+2348021234567 NG");
  EXPECT_EQ(outcome("8 (912) 345-67-89", "RU"), "+79123456789 RU");
  EXPECT_EQ(outcome("312 345 6789", "IT"), "+393123456789 IT");
  EXPECT_EQ(outcome("(202) 555-0143", "US"), "+12025550143 US?");
  EXPECT_EQ(outcome("1-613-555-0123", "US"), "+16135550123 CA?");  // one plan, told apart by the area code
  EXPECT_EQ(outcome("00 91 81234 56789"), "+918123456789 IN?");
  EXPECT_EQ(outcome("+44 7700 900123", "DE"), "+447700900123 GB");  // the country is for national forms alone
}

TEST(Msisdns, AreRefusedWhenNotMobile) {
  EXPECT_EQ(outcome("+44 20 7946 0958"), "phone_not_mobile");
  EXPECT_EQ(outcome("+49 30 2345678901"), "phone_length");
  EXPECT_EQ(outcome("+49 30 23456789"), "phone_not_mobile");
  EXPECT_EQ(outcome("+86 10 6601 2345 1"), "phone_not_mobile");
  EXPECT_EQ(outcome("+1 800 555 0100"), "phone_not_mobile");
  EXPECT_EQ(outcome("+1 242 555 0100"), "phone_plan_unknown");  // the Bahamas
  EXPECT_EQ(outcome("+1 202 055 0100"), "phone_not_mobile");
  EXPECT_EQ(outcome("+49 168 1234567"), "phone_not_mobile");      // pagers
  EXPECT_EQ(outcome("0800 012 3456", "JP"), "phone_not_mobile");  // free of charge, as long as mobile ones
  EXPECT_EQ(outcome("0700 123 4567", "NG"), "phone_not_mobile");
  EXPECT_EQ(outcome("+91 22 2345 6789"), "phone_not_mobile");
  EXPECT_EQ(outcome("+679 701 2345"), "phone_plan_unknown");
  EXPECT_EQ(outcome("701 2345", "FJ"), "phone_plan_unknown");
  EXPECT_EQ(outcome("138 0013 800", "CN"), "phone_length");
  EXPECT_EQ(outcome("+8613800138000000"), "phone_length");
  EXPECT_EQ(outcome("138 0013 80O0", "CN"), "phone_form");
  EXPECT_EQ(outcome("", "CN"), "phone_form");
  EXPECT_EQ(outcome("+"), "phone_form");
}

TEST(NumberingPlans, AreSortedAndReadTheirSpecimens) {
  std::string_view before;
  for (const NumberingPlan& plan : numbering_plans()) {
    EXPECT_LT(before, plan.country);
    before = plan.country;
    EXPECT_EQ(find_numbering_plan(plan.country), &plan);
    EXPECT_FALSE(plan.source.empty());
    const auto got = parse_msisdn(plan.specimen);
    ASSERT_TRUE(got.ok()) << plan.country << " " << got.error().sentence;
    EXPECT_EQ(got->e164, plan.specimen);
    EXPECT_EQ(got->country, plan.country);
    EXPECT_EQ(got->known_to_be_mobile, plan.mobile_is_told);
  }
  EXPECT_EQ(find_numbering_plan("XX"), nullptr);
}

// Every way to write a number gives the same one.
RC_GTEST_PROP(MsisdnProperties, FormsOfOneNumberAgree, ()) {
  const auto plans = numbering_plans();
  const NumberingPlan& plan = plans[*rc::gen::inRange<std::size_t>(0, plans.size())];
  const std::string_view national = plan.specimen.substr(1 + plan.calling_code.size());
  // The last four digits are the subscriber's in every plan.
  const std::string number =
      std::string(national.substr(0, national.size() - 4)) + digits_of(*rc::gen::inRange<std::uint64_t>(0, 10'000), 4);
  const std::string code(plan.calling_code);
  const auto international = parse_msisdn("+" + code + number);
  RC_ASSERT(international.ok());
  RC_ASSERT(*parse_msisdn("00" + code + " " + number) == *international);
  RC_ASSERT(*parse_msisdn(std::string(plan.trunk) + number, plan.country) == *international);
  RC_ASSERT(*parse_msisdn(number.substr(0, 3) + "-" + number.substr(3), plan.country) == *international);
  RC_ASSERT(check_msisdn(international->e164).value() == international->e164);
}

RC_GTEST_PROP(MsisdnProperties, NothingMakesItCrash, (const std::string& text)) {
  for (const char* country : {"", "CN", "US", "XX"}) {
    const auto got = parse_msisdn(text, country);
    if (got.ok()) RC_ASSERT(parse_msisdn(got->e164)->e164 == got->e164);
  }
}
RC_GTEST_PROP(MsisdnProperties, NoDigitsMakeItCrash, (std::uint64_t number)) {
  for (const char* country : {"", "CN", "US", "BR"}) {
    const auto got = parse_msisdn((*country ? "" : "+") + std::to_string(number), country);
    if (got.ok()) RC_ASSERT(got->e164.size() <= 16u);
  }
}

}  // namespace
}  // namespace muster::identifiers

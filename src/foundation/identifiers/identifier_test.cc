#include "kind_test.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

// Specimens of the standards themselves, of public authorities' own pages, and of the published tests of python-stdnum.
constexpr Specimen kIdentifierSpecimens[] = {
    {"cn_resident_id", "11010519491231002X", "11010519491231002X"},  // GB 11643-1999, annex
    {"cn_resident_id", "440524188001010014", "440524188001010014"},  // the same
    {"cn_resident_id", "110105 19491231 002x", "11010519491231002X"},
    {"cn_resident_id", "110105194912310021", "identifier_check_digit"},
    {"cn_resident_id", "11010519490231002X", "identifier_date"},
    {"cn_resident_id", "11010519491231002", "identifier_length"},
    {"cn_resident_id", "1101051949123100AX", "identifier_character"},
    {"cn_uscc", "91350100M000100Y43", "91350100M000100Y43"},  // GB 32100-2015, annex
    {"cn_uscc", "91350100m000100y43", "91350100M000100Y43"},
    {"cn_uscc", "91350100M000100Y44", "identifier_check_digit"},
    {"cn_uscc", "91350100I000100Y43", "identifier_character"},
    {"lei", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"},
    {"lei", "213800WSGIIZCXF1P572", "213800WSGIIZCXF1P572"},
    {"lei", "213800KUD8LXJWSQ9D15", "identifier_check_digit"},
    {"de_vat", "DE 136,695 976", "identifier_length"},
    {"de_vat", "DE 136 695 976", "DE136695976"},
    {"de_vat", "136695978", "identifier_check_digit"},
    {"fr_vat", "Fr 40 303 265 045", "FR40303265045"},
    {"fr_vat", "23334175221", "FR23334175221"},
    {"fr_vat", "K7399859412", "FRK7399859412"},  // a key with letters
    {"fr_vat", "84 323 140 391", "identifier_check_digit"},
    {"fr_siren", "552 008 443", "552008443"},
    {"fr_siren", "404833047", "identifier_check_digit"},
    {"nl_vat", "004495445B01", "NL004495445B01"},
    {"nl_vat", "NL123456789B13", "NL123456789B13"},  // since 2020: MOD 97-10
    {"nl_vat", "123456789B90", "identifier_check_digit"},
    {"it_vat", "IT 00743110157", "IT00743110157"},
    {"it_vat", "00743110158", "identifier_check_digit"},
    {"es_nif", "54362315-K", "54362315K"},
    {"es_nif", "X-2482300W", "X2482300W"},
    {"es_nif", "J99216582", "J99216582"},
    {"es_nif", "54362315Z", "identifier_check_digit"},
    {"es_nif", "J99216583", "identifier_check_digit"},
    {"es_nif", "M-1234567-L", "M1234567L"},  // a foreigner without a NIE: as a DNI of 01234567
    {"es_nif", "M-1234567-D", "identifier_check_digit"},
    {"be_vat", "BE403019261", "BE0403019261"},
    {"be_vat", "(0)431150351", "identifier_length"},
    {"be_vat", "BE 431150351", "identifier_check_digit"},
    {"us_ein", "91-1144442", "91-1144442"},
    {"us_ein", "07-1144442", "identifier_form"},
    {"gs1_gln", "4006381333931", "4006381333931"},
    {"gs1_gln", "7350053850019", "7350053850019"},
    {"gs1_gln", "7350053850018", "identifier_check_digit"},
    {"passport", "L898902C3", "L898902C3"},  // ICAO Doc 9303-4, appendix B
    {"passport", "L898902C36", "identifier_length"},
    {"other", "REG 12/34", "REG12/34"},
    {"nothing", "1", "identifier_kind_unknown"},
};

TEST(Identifiers, PublishedSpecimens) {
  expect_specimens(kIdentifierSpecimens);
}

TEST(Identifiers, TheTableIsSortedAndEveryKindSaysWhatItIs) {
  for (std::size_t i = 0; i < kinds().size(); ++i) {
    const Kind& kind = kinds()[i];
    if (i) EXPECT_LT(std::string_view(kinds()[i - 1].name), std::string_view(kind.name));
    EXPECT_EQ(find_kind(kind.name), &kind);
    for (const char* text : {kind.label, kind.algorithm, kind.source, kind.written})
      EXPECT_FALSE(std::string_view(text).empty()) << kind.name;
    const auto got = kind.check(kind.specimen);
    EXPECT_EQ(got.ok() ? *got : got.error().sentence, kind.specimen)
        << kind.name << ": its specimen is in its written form";
  }
  EXPECT_EQ(find_kind("nothing"), nullptr);
  EXPECT_EQ(find_kind(""), nullptr);
  EXPECT_EQ(find_kind("zz"), nullptr);
  EXPECT_GE(kinds().size(), 70u);
}

TEST(Identifiers, EveryMemberOfTheUnionHasAVatNumber) {
  for (const char* country : {"at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie", "it",
                              "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se", "xi", "gb"})
    EXPECT_NE(find_kind(std::string(country) + "_vat"), nullptr) << country;
}

// Characters that a slip could put in the place of `c`: of the same class, so that the form stays right.
std::string_view slips_of(char c) {
  return c >= '0' && c <= '9' ? std::string_view("0123456789") : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

void expect_slips_found(const Kind& kind, const std::string& good, int& tried) {
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const char c : slips_of(good[at])) {
      std::string wrong = good;
      if (wrong[at] == c) continue;
      wrong[at] = c;
      EXPECT_FALSE(kind.check(wrong).ok()) << kind.name << " " << wrong;
      ++tried;
    }
}

TEST(Identifiers, EveryOneCharacterSlipIsFound) {
  int tried = 0;
  for (const Kind& kind : kinds())
    if (kind.finds_single_errors) expect_slips_found(kind, kind.specimen, tried);
  for (const Specimen& s : kIdentifierSpecimens) {
    const Kind* kind = find_kind(s.kind);
    if (!kind || !kind->finds_single_errors) continue;
    if (const auto good = kind->check(s.number); good.ok()) expect_slips_found(*kind, *good, tried);
  }
  EXPECT_GT(tried, 7'000);
}

// Of the numbers that differ in the check character alone, exactly one is good; and no slip of one digit gives another
// good one.
void single_check_digit(const char* kind, std::string body, std::string_view alphabet) {
  std::vector<std::string> good;
  for (const char c : alphabet)
    if (check(kind, body + c).ok()) good.push_back(body + c);
  RC_ASSERT(good.size() <= 1u);
  if (good.empty()) return;
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, body.size());
  const char c = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  std::string wrong = good[0];
  if (wrong[at] == c || wrong[at] < '0' || wrong[at] > '9') return;
  wrong[at] = c;
  RC_ASSERT(!check(kind, wrong).ok());
}

RC_GTEST_PROP(IdentifierProperties, ResidentIds, ()) {
  const int year = *rc::gen::inRange(1900, 2100), month = *rc::gen::inRange(1, 13), day = *rc::gen::inRange(1, 29);
  const std::string body = digits_of(*rc::gen::inRange<std::uint64_t>(110000, 660000), 6) +
                           digits_of(static_cast<std::uint64_t>(year * 10000 + month * 100 + day), 8) +
                           digits_of(*rc::gen::inRange<std::uint64_t>(0, 1000), 3);
  single_check_digit("cn_resident_id", body, "0123456789X");
}
RC_GTEST_PROP(IdentifierProperties, GermanVat, ()) {
  single_check_digit("de_vat", "DE" + digits_of(*rc::gen::inRange<std::uint64_t>(10'000'000, 100'000'000), 8),
                     "0123456789");
}
RC_GTEST_PROP(IdentifierProperties, Siren, ()) {
  single_check_digit("fr_siren", digits_of(*rc::gen::inRange<std::uint64_t>(0, 100'000'000), 8), "0123456789");
}
RC_GTEST_PROP(IdentifierProperties, Gln, ()) {
  single_check_digit("gs1_gln", digits_of(*rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000), 12), "0123456789");
}
RC_GTEST_PROP(IdentifierProperties, SpanishPersons, ()) {
  single_check_digit("es_nif", digits_of(*rc::gen::inRange<std::uint64_t>(0, 100'000'000), 8),
                     "TRWAGMYFPDXBNJZSQVHLCKE");
}

RC_GTEST_PROP(IdentifierProperties, NothingMakesACheckCrash, (const std::string& text)) {
  for (const Kind& kind : kinds()) {
    const auto got = kind.check(text);
    if (got.ok())
      RC_ASSERT(kind.check(*got).ok());
    else
      RC_ASSERT(!got.error().sentence.empty());
  }
}

// A specimen with a few characters put in, left out or replaced comes near to every branch.
RC_GTEST_PROP(IdentifierProperties, NothingNearASpecimenMakesACheckCrash, ()) {
  constexpr std::string_view kNear = "0123456789ABCXZabc +-./()<*?\xc3";
  for (const Kind& kind : kinds()) {
    std::string text = kind.specimen;
    for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes) {
      const std::size_t at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
      const char c = kNear[*rc::gen::inRange<std::size_t>(0, kNear.size())];
      const int how = *rc::gen::inRange(0, 3);
      if (how == 0 || at == text.size())
        text.insert(at, 1, c);
      else if (how == 1)
        text.erase(at, 1);
      else
        text[at] = c;
    }
    const auto got = kind.check(text);
    if (got.ok())
      RC_ASSERT(*kind.check(*got) == *got);
    else
      RC_ASSERT(!got.error().sentence.empty());
  }
}

}  // namespace
}  // namespace muster::identifiers

// Other readings of what was misread: found, ranked, bounded, and never applied.
#include <identifiers/mrz.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

using namespace std::chrono_literals;
constexpr MrzOptions kIn2010{.today = 2010y / 3 / 1};

const std::string kPassport =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

// The passport with a character misread; columns from 1.
MrzReport misread(int line, int column, char to, const MrzOptions& options = kIn2010) {
  std::string zone = kPassport;
  zone[static_cast<std::size_t>((line - 1) * 45 + column - 1)] = to;
  return read_mrz(zone, options);
}

struct Case {
  int column;
  char to;
  const char* right;
};

// Over dates the composite digit has other weights than the own one: it picks the right reading.
TEST(MrzReadings, OfADateTheRightOneStandsFirst) {
  for (const Case& c : {Case{15, 'A', "7408122"}, Case{17, 'B', "7408122"}, Case{22, 'I', "1204159"},
                        Case{16, 'O', "7408122"}, Case{23, 'Z', "1204159"}}) {
    const MrzReport report = misread(2, c.column, c.to);
    ASSERT_FALSE(report.ok()) << c.column;
    const auto& readings = report.faults[0].readings;
    ASSERT_FALSE(readings.empty()) << c.column;
    EXPECT_EQ(readings[0].text, c.right) << c.column;
    EXPECT_TRUE(readings[0].confirmed) << c.column;
    EXPECT_EQ(readings[0].changes.size(), 1u);
    EXPECT_EQ(readings[0].changes[0].column, c.column);
    EXPECT_EQ(readings[0].changes[0].from, c.to);
  }
}

// Over the number and a passport's optional data it has the same weights: the right one is among those of one change,
// which stand before those of two.
TEST(MrzReadings, OfANumberTheRightOneIsAmongThoseOfOneChange) {
  for (const Case& c : {Case{2, 'B', "L898902C36"}, Case{6, 'O', "L898902C36"}, Case{7, 'Z', "L898902C36"},
                        Case{30, 'F', "ZE184226B<<<<<1"}, Case{37, '8', "ZE184226B<<<<<1"}}) {
    const MrzReport report = misread(2, c.column, c.to, {.today = kIn2010.today, .readings_max = kMrzReadingsMax});
    ASSERT_FALSE(report.ok()) << c.column;
    const auto& readings = report.faults[0].readings;
    const auto right =
        std::find_if(readings.begin(), readings.end(), [&](const MrzReading& r) { return r.text == c.right; });
    ASSERT_NE(right, readings.end()) << c.column;
    EXPECT_EQ(right->changes,
              (std::vector<MrzChange>{{2, c.column, c.to, c.right[c.column < 20 ? c.column - 1 : c.column - 29]}}));
    for (auto before = readings.begin(); before != right; ++before) EXPECT_EQ(before->changes.size(), 1u) << c.column;
  }
}

TEST(MrzReadings, AreNeverAppliedByThemselves) {
  const MrzReport report = misread(2, 6, 'O');
  EXPECT_FALSE(report.ok());
  EXPECT_EQ(report.data.document_number, "L8989O2C3") << "the zone as it was read";
}

TEST(MrzReadings, AreAsManyAsAskedFor) {
  EXPECT_LE(misread(2, 2, 'B').faults[0].readings.size(), 5u);
  EXPECT_EQ(misread(2, 2, 'B', {.today = kIn2010.today, .readings_max = 1}).faults[0].readings.size(), 1u);
  EXPECT_EQ(misread(2, 2, 'B', {.today = kIn2010.today, .readings_max = 0}).faults[0].readings.size(), 0u);
  EXPECT_LE(misread(2, 2, 'B', {.today = kIn2010.today, .readings_max = 1'000'000}).faults[0].readings.size(),
            static_cast<std::size_t>(kMrzReadingsMax));
  EXPECT_EQ(misread(2, 2, 'B', {.today = kIn2010.today, .readings_max = -1}).faults[0].readings.size(), 0u);
}

TEST(MrzReadings, OfStatesAreStates) {
  const MrzReport report = misread(2, 13, '0');  // UT0
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].code, "mrz_character");
  ASSERT_FALSE(report.faults[0].readings.empty());
  EXPECT_EQ(report.faults[0].readings[0].text, "UTO");
}

TEST(MrzReadings, OfNamesHaveLettersAlone) {
  std::string zone = kPassport;
  zone.replace(5, 8, "ER1K55ON");
  const MrzReport report = read_mrz(zone, kIn2010);
  ASSERT_EQ(report.faults.size(), 1u);
  ASSERT_EQ(report.faults[0].readings.size(), 1u);
  EXPECT_TRUE(report.faults[0].readings[0].text.starts_with("ERIKSSON<<ANNA<MARIA"));
  EXPECT_EQ(report.faults[0].readings[0].changes.size(), 3u);
}

TEST(MrzReadings, OfDatesAreDates) {
  const MrzReport report = misread(2, 16, '1');  // month 18
  for (const MrzReading& reading : report.faults[0].readings) {
    std::string zone = kPassport;
    zone.replace(45 + 13, 7, reading.text);
    for (const MrzFault& fault : read_mrz(zone, kIn2010).faults) EXPECT_NE(fault.field, MrzField::birth_date);
  }
}

TEST(MrzReadings, OfTheCompositeDigitAlone) {
  const MrzReport report = misread(2, 44, 'O');
  ASSERT_EQ(report.faults.size(), 1u);
  ASSERT_FALSE(report.faults[0].readings.empty());
  EXPECT_EQ(report.faults[0].readings[0].changes, (std::vector<MrzChange>{{2, 44, 'O', '0'}}));
}

TEST(MrzReadings, GAndSixAreToldApartByNoCheckDigit) {
  std::string zone =
      "I<UTOG231458907<<<<<<<<<<<<<<<\n"
      "7408122F1204159UTO<<<<<<<<<<<6\n"
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
  zone[14] = mrz_check_digit("G23145890");
  Mrz data = read_mrz(zone, kIn2010).data;
  zone = *build_mrz(data);
  ASSERT_TRUE(read_mrz(zone, kIn2010).ok());
  zone[5] = '6';
  EXPECT_TRUE(read_mrz(zone, kIn2010).ok()) << "a limit of the standard, stated here";
}

TEST(MrzReadings, WhatIsTooFarGoneHasNone) {
  std::string zone = kPassport;
  zone.replace(45 + 13, 6, "XYXYXY");
  EXPECT_TRUE(read_mrz(zone, kIn2010).faults[0].readings.empty());
}

// Wherever one letter of a pair was taken for the other, the true reading is among those proposed; each of them has no
// fault in its field.
RC_GTEST_PROP(MrzReadingProperties, TheTruthIsAmongThem, ()) {
  const std::string pair = *rc::gen::element<std::string>("O0", "I1", "B8", "S5", "Z2", "Q0", "D0");
  const char letter = pair[0], digit = pair[1];
  Mrz data = read_mrz(kPassport, kIn2010).data;
  for (char& c : data.document_number) c = "0123456789ACEFHJKLMNPRTUVWXY"[*rc::gen::inRange<std::size_t>(0, 28)];
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, 9);
  const bool was_letter = *rc::gen::arbitrary<bool>();
  data.document_number[at] = was_letter ? letter : digit;
  std::string zone = *build_mrz(data);
  const std::string right = zone.substr(45, 10);
  zone[45 + at] = was_letter ? digit : letter;
  const MrzReport report = read_mrz(zone, {.today = kIn2010.today, .readings_max = kMrzReadingsMax});
  RC_ASSERT(!report.ok());
  RC_ASSERT(report.faults[0].field == MrzField::document_number);
  const auto& readings = report.faults[0].readings;
  RC_ASSERT(std::any_of(readings.begin(), readings.end(), [&](const MrzReading& r) { return r.text == right; }));
  for (const MrzReading& reading : readings) RC_ASSERT(reading.text[9] == mrz_check_digit(reading.text.substr(0, 9)));
}

}  // namespace
}  // namespace muster::identifiers

#include "drawing.h"
#include <identifiers/mrz.h>

#include <chrono>

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>
#include <papers_eye/eye.h>

namespace muster::papers {
namespace {

using test::Drawing;
using Lines = std::vector<std::string>;

// Doc 9303, eighth edition: parts 4, 5, 6 and 7, appendices.
const Lines kPassport{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
const Lines kCard{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
const Lines kTd2{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"};
const Lines kVisaA{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"};
const Lines kVisaB{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"};

std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}
Lines zones_in(const std::string& picture) {
  const auto seen = look_at(picture);
  EXPECT_TRUE(seen.ok()) << seen.error().code;
  return seen.ok() ? seen->zones : Lines{};
}
std::size_t wrong_characters(const std::string& a, const std::string& b) {
  std::size_t wrong = a.size() == b.size() ? 0 : b.size();
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) wrong += a[i] != b[i];
  return wrong;
}

// One zone is found, and of its characters at most two are taken wrongly; where a check digit stands over them, it says
// so.
void expect_read(const Lines& zones, const Lines& lines) {
  ASSERT_EQ(zones.size(), 1u);
  const std::string right = joined(lines);
  const std::size_t wrong = wrong_characters(zones[0], right);
  EXPECT_LE(wrong, 2u) << zones[0];
  using namespace std::chrono_literals;
  const std::size_t line_two = lines[0].size() + 1;
  const bool in_names_alone = lines.size() == 2 && zones[0].substr(line_two) == right.substr(line_two);
  if (wrong > 0 && !in_names_alone && lines[0][0] != 'V')
    EXPECT_FALSE(identifiers::read_mrz(zones[0], {.today = 2010y / 3 / 1}).ok()) << zones[0];
}

TEST(Eye, ReadsTheSpecimensOfAllFormats) {
  for (const Lines& lines : {kPassport, kCard, kTd2, kVisaA, kVisaB}) {
    Drawing page(lines.size() == 3 ? 1100 : lines[0].size() == 36 ? 1300 : 1500, 900);
    page.text("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 40, 90, 150, "UTOPIA  SPECIMEN");
    page.text("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 30, 90, 250, "Eriksson Anna Maria 12 AUG 1974");
    page.zone(lines);
    expect_read(zones_in(page.png()), lines);
  }
}

TEST(Eye, ReadsWhatIsTurnedGrainyAndUnevenlyLit) {
  for (const double degrees : {-7.0, -2.0, 1.0, 5.0}) {
    Drawing page(1700, 1100);
    page.zone(kPassport);
    page.turn(degrees);
    page.spoil(static_cast<unsigned>(degrees + 100), 25, 60);
    expect_read(zones_in(page.jpeg()), kPassport);
  }
}

TEST(Eye, ReadsWhatLiesOnItsSideOrUpsideDown) {
  for (const int quarters : {1, 2, 3}) {
    Drawing page(1500, 900);
    page.zone(kCard);
    page.quarter(quarters);
    page.spoil(7, 15, 20);
    expect_read(zones_in(page.png()), kCard);
  }
}

TEST(Eye, ReadsLargeAndSmallPictures) {
  for (const double scale : {0.5, 0.7, 2.5}) {
    Drawing page(1500, 900);
    page.zone(kTd2);
    page.scale(scale);
    expect_read(zones_in(page.png()), kTd2);
  }
}

// Generated documents with grain: how many characters are taken wrongly, and whether the check digits tell.
TEST(Eye, WhatItTakesWronglyTheCheckDigitsTell) {
  std::mt19937 random(20100208);
  std::size_t characters = 0, wrong = 0, zones = 0, wrong_unnoticed = 0;
  using namespace std::chrono_literals;
  constexpr int kDocuments = 25;
  for (int n = 0; n < kDocuments; ++n) {
    identifiers::Mrz data;
    data.document_code = "P";
    data.issuer = data.nationality = "UTO";
    for (int i = 0; i < 9; ++i) data.document_number += "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"[random() % 33];
    data.birth_date = {1950 + static_cast<int>(random() % 50), 1 + static_cast<int>(random() % 12),
                       1 + static_cast<int>(random() % 28)};
    data.expiry_date = {2026 + static_cast<int>(random() % 10), 1 + static_cast<int>(random() % 12),
                        1 + static_cast<int>(random() % 28)};
    data.name = {"SPECIMEN", "QUORVIX BOJKALT", false};
    const auto right = identifiers::build_mrz(data);
    ASSERT_TRUE(right.ok()) << right.error().code;
    const std::size_t cut = right->find('\n');
    Drawing page(1500, 700);
    page.zone({right->substr(0, cut), right->substr(cut + 1)});
    page.turn(static_cast<double>(random() % 60) / 10 - 3);
    page.spoil(static_cast<unsigned>(n), 30, 40);
    const Lines found = zones_in(page.jpeg());
    if (found.empty()) continue;
    ++zones;
    characters += right->size();
    const std::size_t faults = wrong_characters(found[0], *right);
    wrong += faults;
    const bool noticed = !identifiers::read_mrz(found[0], {.today = 2026y / 3 / 1}).ok();
    wrong_unnoticed += faults > 0 && !noticed;
  }
  EXPECT_GE(zones, kDocuments - 1);
  EXPECT_LT(wrong * 100, 4 * characters) << wrong << " of " << characters;
  EXPECT_EQ(wrong_unnoticed, 0u);
  RecordProperty("zones", static_cast<int>(zones));
  RecordProperty("characters", static_cast<int>(characters));
  RecordProperty("wrong", static_cast<int>(wrong));
  std::printf("%zu of %d zones found, %zu of %zu characters taken wrongly\n", zones, kDocuments, wrong, characters);
}

TEST(Eye, ReadsPdf417AndQrCodes) {
  for (const auto& [format, name] :
       {std::pair{ZXing::BarcodeFormat::PDF417, "PDF417"}, std::pair{ZXing::BarcodeFormat::QRCode, "QRCode"}}) {
    Drawing page(1200, 800);
    page.squares(ZXing::MultiFormatWriter(format).encode(std::wstring(L"ANSI 636000 SPECIMEN DAQ12345"), 300, 200), 2,
                 100, 100);
    page.turn(2);
    page.spoil(3, 15, 20);
    const auto seen = look_at(page.png());
    ASSERT_TRUE(seen.ok());
    ASSERT_EQ(seen->codes.size(), 1u) << name;
    EXPECT_EQ(seen->codes[0].format, name);
    EXPECT_EQ(seen->codes[0].text, "ANSI 636000 SPECIMEN DAQ12345");
  }
}

TEST(Eye, FindsNothingWhereNothingIs) {
  Drawing empty(1000, 700);
  EXPECT_TRUE(zones_in(empty.png()).empty());
  Drawing letter(1500, 900);
  for (int y = 100; y < 800; y += 60)
    letter.text("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 30, 90, y,
                "Dear Madam, the number of your letter is 4711 now.");
  EXPECT_TRUE(zones_in(letter.png()).empty());
}

std::string fault_of(const std::string& bytes) {
  const auto seen = look_at(bytes);
  return seen.ok() ? "" : seen.error().code;
}

TEST(Eye, WhatIsNoPictureIsRefused) {
  EXPECT_EQ(fault_of(""), "picture_form");
  EXPECT_EQ(fault_of("GIF89a"), "picture_form");
  EXPECT_EQ(fault_of("%PDF-1.7"), "picture_form");
  Drawing page(1000, 700);
  page.zone(kCard);
  std::string png = page.png();
  EXPECT_EQ(fault_of(png.substr(0, 40)), "picture_unreadable") << "cut off";
  // A header that promises 60,000 by 60,000 pixels is not believed far enough to set memory aside.
  for (const std::size_t at : {16, 20}) png.replace(at, 4, std::string("\x00\x00\xea\x60", 4));
  EXPECT_EQ(fault_of(png), "picture_pixels");
  Drawing tiny(100, 100);
  EXPECT_EQ(fault_of(tiny.png()), "picture_pixels");
  std::mt19937 random(1);
  for (int n = 0; n < 50; ++n) {
    std::string bent = page.jpeg();
    for (int k = 0; k < 30; ++k) bent[2 + random() % (bent.size() - 2)] = static_cast<char>(random());
    (void)look_at(bent);  // whatever comes, it comes back
  }
}

}  // namespace
}  // namespace muster::papers

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <papers/picture.h>
#include <papers/zone_form.h>
#include <unistd.h>

namespace muster::papers {
namespace {

using namespace std::chrono_literals;
const identifiers::MrzOptions kMrz{.today = 2010y / 3 / 1};
const std::string kPng = "\x89PNG\r\n\x1a\nrest";

// A program that stands in for the one that looks at pictures.
class Reading : public testing::Test {
 protected:
  Reading() {
    folder_ = std::filesystem::temp_directory_path() / ("muster-papers-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~Reading() override { std::filesystem::remove_all(folder_); }
  Result<Offered> read(const std::string& script, const std::string& picture = kPng, Duration time = 5s) {
    const std::string program = folder_ / "eye";
    std::ofstream(program) << "#!/bin/sh\nPATH=/usr/bin:/bin\n" << script << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return PictureReader({program, time}).read(picture, kMrz);
  }
  std::filesystem::path folder_;
};

TEST_F(Reading, WhatIsSeenIsOfferedWithEveryCheckDigitsWord) {
  const Seen seen{{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
                   "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408123F1204159ZE184226B<<<<<10"},
                  {{"QRCode", "two\nlines"}}};
  std::ofstream(folder_ / "seen") << write_seen(seen);
  const auto offered = read("cat >/dev/null; cat " + (folder_ / "seen").string());
  ASSERT_TRUE(offered.ok()) << offered.error().code;
  ASSERT_EQ(offered->zones.size(), 2u);
  EXPECT_TRUE(offered->zones[0].report.ok());
  EXPECT_EQ(offered->zones[0].report.data.name.primary, "ERIKSSON");
  EXPECT_FALSE(offered->zones[1].report.ok()) << "offered all the same, and said to be wrong";
  EXPECT_EQ(offered->codes.at(0).text, "two\nlines");
}

TEST_F(Reading, AProgramThatHangsDiesOrBabblesIsAnAnswer) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(read("sleep 60", kPng, 300ms).error().code, "picture_time");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  EXPECT_EQ(read("kill -9 $$").error().code, "picture_unreadable");
  EXPECT_EQ(read("echo hello").error().code, "picture_unreadable");
  EXPECT_EQ(read("echo end; echo more").error().code, "picture_unreadable");
  EXPECT_EQ(read("yes | head -c 1000000").error().code, "picture_unreadable");
  EXPECT_EQ(read("echo fault picture_pixels; exit 1").error().code, "picture_pixels");
  EXPECT_EQ(read("exec 0<&-; sleep 0.1; echo end", kPng + std::string(5'000'000, 'x')).ok(), true)
      << "who does not read to the end breaks nothing";
  EXPECT_TRUE(read("cat >/dev/null; echo end", kPng + std::string(5'000'000, 'x'))->zones.empty());
}

TEST_F(Reading, TheProgramIsToldNothingElse) {
  setenv("MUSTER_TEST_SECRET", "planted", 1);
  const auto offered =
      read("cat >/dev/null; n=$(env | grep -c planted); printf 'code X %s\\n%s\\nend\\n' ${#n} \"$n\"");
  ASSERT_TRUE(offered.ok()) << offered.error().code;
  EXPECT_EQ(offered->codes.at(0).text, "0");
}

TEST_F(Reading, WhatIsNoPictureStartsNothing) {
  EXPECT_EQ(read("touch " + (folder_ / "started").string(), "GIF89a").error().code, "picture_form");
  EXPECT_EQ(read("touch " + (folder_ / "started").string(), kPng + std::string(21u << 20, 'x')).error().code,
            "picture_size");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "started"));
  EXPECT_EQ(PictureReader({"/nowhere/eye"}).read(kPng, kMrz).error().code, "picture_reader_missing");
}

TEST(Wire, ThereAndBack) {
  const Seen seen{{"A\nB", ""}, {{"PDF417", std::string("\0zero", 5)}, {"Aztec", "end\n"}}};
  const auto back = read_seen(write_seen(seen));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->zones, seen.zones);
  EXPECT_EQ(back->codes.at(0).text, seen.codes[0].text);
  EXPECT_EQ(back->codes.at(1).text, "end\n");
  for (const char* wrong : {"", "end", "zone\n\nend\n", "zone 5\nab\nend\n", "zone -1\n\nend\n",
                            "zone 99999999999999999999\nx\nend\n", "code 1\na\nend\n", "fault\n", "zone 1\nab\nend\n"})
    EXPECT_FALSE(read_seen(wrong).ok()) << wrong;
  std::string many;
  for (int i = 0; i < 40; ++i) many += "zone 0\n\n";
  EXPECT_FALSE(read_seen(many + "end\n").ok());
}

TEST(ZoneForm, LettersAndDigitsStandWhereTheyMay) {
  EXPECT_EQ(char_class(2, 44, 0, 10), CharClass::letters);
  EXPECT_EQ(char_class(2, 44, 1, 0), CharClass::any);
  EXPECT_EQ(char_class(2, 44, 1, 11), CharClass::letters);
  EXPECT_EQ(char_class(2, 44, 1, 20), CharClass::letters);
  EXPECT_EQ(char_class(2, 36, 1, 27), CharClass::digits);
  EXPECT_EQ(char_class(2, 44, 1, 43), CharClass::any);
  EXPECT_EQ(char_class(3, 30, 0, 4), CharClass::letters);
  EXPECT_EQ(char_class(3, 30, 0, 5), CharClass::any);
  EXPECT_EQ(char_class(3, 30, 1, 29), CharClass::digits);
  EXPECT_EQ(char_class(3, 30, 2, 0), CharClass::letters);
}

}  // namespace
}  // namespace muster::papers

#include "sms_text.h"

#include <gtest/gtest.h>

namespace muster::notices {
namespace {

std::string repeated(std::string_view letter, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += letter;
  return out;
}
std::vector<std::size_t> sizes(const std::string& text) {
  std::vector<std::size_t> out;
  const auto split = split_sms(text);
  for (const std::string& part : split->parts) out.push_back(part.size());
  return out;
}

TEST(SmsText, TheDefaultAlphabetGoesBySeptets) {
  const auto parts = split_sms("@£$ é {€}");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->coding, SmsCoding::gsm7);
  const std::string expected{0x00, 0x01, 0x02, 0x20, 0x05, 0x20, 0x1b, 0x28, 0x1b, 0x65, 0x1b, 0x29};
  EXPECT_EQ(parts->parts, std::vector{expected});
}

TEST(SmsText, WhatItLacksGoesByUcs2) {
  const auto parts = split_sms("A登");
  ASSERT_TRUE(parts.ok());
  EXPECT_EQ(parts->coding, SmsCoding::ucs2);
  EXPECT_EQ(parts->parts.front(), std::string("\0A\x76\x7b", 4));
  const auto pair = split_sms("😀");
  EXPECT_EQ(pair->parts.front(), std::string("\xd8\x3d\xde\x00", 4));  // a surrogate pair
  EXPECT_EQ(split_sms("\x1b")->coding, SmsCoding::ucs2) << "the escape is no letter";
}

TEST(SmsText, PartsHaveTheLengthsOfTheStandard) {
  EXPECT_EQ(sizes(repeated("a", 160)), std::vector<std::size_t>{160});
  EXPECT_EQ(sizes(repeated("a", 161)), (std::vector<std::size_t>{153, 8}));
  EXPECT_EQ(sizes(repeated("登", 70)), std::vector<std::size_t>{140});
  EXPECT_EQ(sizes(repeated("登", 71)), (std::vector<std::size_t>{134, 8}));
  EXPECT_EQ(sizes(repeated("€", 80)), std::vector<std::size_t>{160});
  EXPECT_EQ(sizes(repeated("€", 81)), (std::vector<std::size_t>{152, 10})) << "an escaped letter is not cut in two";
  EXPECT_EQ(sizes(repeated("😀", 36)), (std::vector<std::size_t>{132, 12})) << "nor is a pair";
  EXPECT_EQ(sizes(repeated("a", 1530)).size(), 10u);
}

TEST(SmsText, RefusesWhatIsNone) {
  EXPECT_EQ(split_sms("").error().code, "sms_text_empty");
  EXPECT_EQ(split_sms("\xff").error().code, "sms_text_encoding");
  EXPECT_EQ(split_sms("\xe7\x99").error().code, "sms_text_encoding");
  EXPECT_EQ(split_sms(repeated("a", 1531)).error().code, "sms_text_too_long");
  EXPECT_EQ(split_sms(repeated("登", 671)).error().code, "sms_text_too_long");
}

TEST(SmsText, TheHeaderJoinsParts) {
  EXPECT_EQ(sms_part_header(0xfe, 3, 2), std::string("\x05\x00\x03\xfe\x03\x02", 6));
}

}  // namespace
}  // namespace muster::notices

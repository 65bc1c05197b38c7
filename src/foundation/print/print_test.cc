#include "layout.h"
#include <base/files.h>

#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>
#include <print/pdf.h>
#include <support/pdf_text.h>

namespace muster::print {
namespace {

std::vector<Block> a_letter() {
  std::vector<Block> out{{Style::title, "Statement of reasons 决定理由书 S-2026-000001"}};
  for (int i = 0; i < 30; ++i) {
    out.push_back({Style::heading, "Facts and reasons · 事实与理由"});
    out.push_back(
        {Style::text,
         "The page asks for a password of a bank that it does not belong to (https://shop-017.example/a-very-long-path/"
         "that-goes-on-and-on/and-on/without-any-place-to-break-0123456789).\nSecond line: 50 % < 70 %, “quoted”, "
         "naïve."});
    out.push_back({Style::text,
                   "该网页冒用银行名义，要求用户填写登录密码；经两人核实，认定其构成钓鱼网站。本决定自送达之日起生效，"
                   "可在六十日内提出申诉。"});
    out.push_back({Style::small, "SHA-256 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"});
  }
  return out;
}

TEST(Pdf, WhatIsReadIsWhatWasWritten) {
  const auto blocks = a_letter();
  std::string written;
  for (const Block& b : blocks) written += b.text;
  const auto pdf = to_pdf(blocks, {"A letter 信件", "en", {}});
  ASSERT_TRUE(pdf.ok()) << pdf.error().sentence;
  EXPECT_EQ(test::without_blanks(test::pdf_text(*pdf)), test::without_blanks(written));
  EXPECT_LT(pdf->size(), 400'000u) << "the font is cut down to what is used";
}

TEST(Pdf, TheSameLetterIsTheSameBytes) {
  EXPECT_EQ(*to_pdf(a_letter(), {"t", "zh", {}}), *to_pdf(a_letter(), {"t", "zh", {}}));
}

TEST(Pdf, ATrueTypeFontWillDoWhereItHasTheLetters) {
  const std::vector<Block> blocks{{Style::text, "Plain words, ünïcödé and 0123456789."}};
  const auto pdf = to_pdf(blocks, {"t", "en", {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"}});
  ASSERT_TRUE(pdf.ok());
  EXPECT_EQ(test::without_blanks(test::pdf_text(*pdf)), test::without_blanks(blocks[0].text));
}

TEST(Pdf, WhatCanNotBePrintedIsSaid) {
  EXPECT_EQ(to_pdf({}, {"t", "en", {"/nowhere.ttf"}}).error().code, "print_font_missing");
  const std::vector<Block> wrong{{Style::text, "\xff"}};
  EXPECT_EQ(to_pdf(wrong, {"t", "en", {}}).error().code, "print_text");
  const std::vector<Block> endless{{Style::text, std::string(kTextMaxBytes + 1, 'a')}};
  EXPECT_EQ(to_pdf(endless, {"t", "en", {}}).error().code, "print_text");
  EXPECT_TRUE(to_pdf({}, {"", "en", {}}).ok()) << "an empty page";
}

TEST(PdfLayout, LinesEndWhereTheyMay) {
  const WidthOf one = [](char32_t) { return 1; };
  const auto rest = [&](const std::u32string& text, int room) { return text.substr(line_end(text, 0, room, one)); };
  EXPECT_EQ(rest(U"one two three", 7), U"three");
  EXPECT_EQ(rest(U"one two three", 8), U"three");
  EXPECT_EQ(rest(U"abcdefgh", 3), U"defgh") << "a word that is longer than the line";
  EXPECT_EQ(rest(U"中文字，后面", 3), U"字，后面") << "no comma begins a line";
  EXPECT_EQ(rest(U"中文（字后面", 3), U"（字后面") << "no bracket ends one";
  EXPECT_EQ(rest(U"ab", 9), U"");
}

}  // namespace
}  // namespace muster::print

#include "archive.h"
#include "layout.h"
#include <base/files.h>

#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>
#include <print/pdf.h>
#include <support/pdf_text.h>
#include <zlib.h>

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

// Each stream of a file, unpacked where it is packed.
std::vector<std::string> contents_of(const std::string& pdf) {
  std::vector<std::string> out;
  static constexpr std::string_view kBegin = ">>\nstream\n", kEnd = "\nendstream";
  for (std::size_t at = pdf.find(kBegin); at != std::string::npos; at = pdf.find(kBegin, at)) {
    at += kBegin.size();
    const std::string packed = pdf.substr(at, pdf.find(kEnd, at) - at);
    std::string plain(8u << 20, '\0');
    uLongf size = plain.size();
    if (uncompress(reinterpret_cast<Bytef*>(plain.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                   packed.size()) == Z_OK)
      out.push_back(plain.substr(0, size));
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

// What ISO 19005-2 asks of a file of level B, as far as it can be seen from outside.
TEST(Pdf, ItIsOneForArchives) {
  const std::vector<Block> blocks{{Style::title, "A & B <信件>"},
                                  {Style::text, "One letter that no font has: \xf4\x8f\xbf\xbd"}};
  const std::string pdf = *to_pdf(blocks, {"A & B <信件>", "zh", {}});
  const auto has = [&](std::string_view text) { return pdf.find(text) != std::string::npos; };
  EXPECT_TRUE(pdf.starts_with("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")) << "6.1.2";
  const std::size_t trailer = pdf.rfind("trailer");
  ASSERT_NE(trailer, std::string::npos);
  EXPECT_NE(pdf.find("/ID [<", trailer), std::string::npos) << "6.1.3";
  for (const char* never : {"/Encrypt", "/JavaScript", "/EmbeddedFile", "/Launch", "/LZWDecode"})
    EXPECT_FALSE(has(never)) << never;
  EXPECT_TRUE(has("/Metadata 9 0 R"));
  EXPECT_TRUE(has("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")) << "6.6.4, and unpacked";
  EXPECT_TRUE(has("A &amp; B &lt;信件&gt;</rdf:li>")) << "6.6.2.2: as the information dictionary";
  EXPECT_TRUE(has("/S /GTS_PDFA1")) << "6.2.3";
  EXPECT_TRUE(has("/DestOutputProfile 10 0 R"));
  EXPECT_TRUE(has("/FontFile")) << "6.2.11.4";
  for (const char* colour : {"DeviceRGB", "DeviceCMYK"}) EXPECT_FALSE(has(colour)) << colour;
  int shown = 0;
  for (const std::string& page : contents_of(pdf))
    for (std::size_t at = page.find(" Tm <"); at != std::string::npos; at = page.find(" Tm <", at))
      for (at += 5; page[at] != '>'; at += 4, ++shown) EXPECT_NE(page.substr(at, 4), "0000") << "6.2.11.8";
  EXPECT_GT(shown, 30);
  EXPECT_EQ(test::pdf_text(pdf).find("\xf4\x8f\xbf\xbd"), std::string::npos);
}

// Header and table as ICC.1:2001-04 has them: sizes, places, signature, the curve's ends.
TEST(Pdf, TheMeaningOfColoursIsAProfile) {
  const std::string icc = srgb_profile();
  const auto at = [&](std::size_t i) {
    std::uint32_t out = 0;
    for (std::size_t k = 0; k < 4; ++k) out = out << 8 | static_cast<unsigned char>(icc[i + k]);
    return out;
  };
  ASSERT_GT(icc.size(), 132U);
  EXPECT_EQ(at(0), icc.size());
  EXPECT_EQ(icc.substr(12, 12), "mntrRGB XYZ ");
  EXPECT_EQ(icc.substr(36, 4), "acsp");
  const std::uint32_t tags = at(128);
  EXPECT_EQ(tags, 9U);
  for (std::uint32_t i = 0; i < tags; ++i) {
    const std::uint32_t begins = at(132 + 12 * i + 4), size = at(132 + 12 * i + 8);
    EXPECT_EQ(begins % 4, 0U);
    EXPECT_LE(begins + size, icc.size());
    if (icc.substr(132 + 12 * i, 4) != "rTRC") continue;
    EXPECT_EQ(at(begins + 8), 256U);
    EXPECT_EQ(at(begins + 12) >> 16, 0U);
    EXPECT_EQ(at(begins + size - 4) & 0xffff, 65535U);
  }
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

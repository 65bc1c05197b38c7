// Text that is normalised in stretches is what ICU makes of the whole, and leads back to where it came from.
#include "normal.h"

#include "han.h"

#include <random>

#include <gtest/gtest.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

namespace muster::content {
namespace {

std::string whole(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::Normalizer2::getNFKCCasefoldInstance(status)->normalizeUTF8(
      0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
  simplify(out);
  return out;
}

TEST(Normal, StretchesGiveWhatTheWholeGives) {
  const std::string parts[] = {"Hello ",
                               "WORLD",
                               "e\xCC\x81",
                               "A\xCC\x8A",
                               "独立",
                               "服务器 ",
                               "Straße ",
                               "ПРИВЕТ",
                               " ",
                               "😀",
                               "ไทย",
                               "１２Ａ",
                               "\xE4\xB8",
                               "\xFF",
                               "한국어 ",
                               "\xC2\xAD",
                               "ﬁ",
                               "\n",
                               "臺灣",
                               std::string(70, 'a'),
                               " The quick brown fox jumps over the lazy dog",
                               std::string(1, '\0')};
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (int k = 0; k < 14; ++k) text += parts[random() % std::size(parts)];
    const Normal normal(text);
    ASSERT_EQ(normal.text(), whole(text)) << text;
    std::size_t before = 0;
    for (std::size_t at = 0; at <= normal.text().size(); ++at) {
      const std::size_t from = normal.source(at);
      ASSERT_GE(from, before) << text;
      ASSERT_LE(from, text.size());
      before = from;
    }
  }
}

TEST(Normal, LeadsBackAcrossStretches) {
  const std::string text =
      "Ein langer Satz ohne alles Besondere, dann ﬁndig und e\xCC\x81 und wieder ein langer Satz: ZIEL";
  const Normal normal(text);
  const auto at = normal.text().find("ziel");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(text.substr(normal.source(at)), "ZIEL");
  EXPECT_EQ(text.substr(normal.source(normal.text().find("findig")), 3), "ﬁ");
}

}  // namespace
}  // namespace muster::content

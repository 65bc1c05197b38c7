// The decoding process as the server sees it: what it survives, and what a picture on a list of child abuse material
// leaves behind. The listed picture is a painted landscape.
#include "painted.h"
#include <base/bytes.h>
#include <pictures/decoder.h>
#include <pictures/look.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::pictures {
namespace {

using namespace std::chrono_literals;

std::string code_of(Decoder& decoder, const std::string& bytes) {
  const auto done = decoder.decode(bytes);
  return done.ok() ? "decoded" : done.error().code;
}

TEST(DecoderProcess, DecodesAndRefuses) {
  Decoder decoder({MUSTER_LOOK, 1});
  const auto painted = test::paint(300, 200);
  for (int n = 0; n < 70; ++n) {  // longer than the life of one process
    const auto done = decoder.decode(test::png(painted));
    ASSERT_TRUE(done.ok()) << done.error().code;
    EXPECT_TRUE(std::equal(painted.rgb.begin(), painted.rgb.end(), done->pixels.begin()));
  }
  EXPECT_EQ(code_of(decoder, "%PDF"), "picture_form");
  EXPECT_EQ(code_of(decoder, test::png(painted).substr(0, 500)), "picture_unreadable");
  EXPECT_EQ(code_of(decoder, std::string(kPictureBytesMax + 1, 'x')), "picture_size");
#ifndef __SANITIZE_ADDRESS__  // which asks the system for more than the filter allows when libpng jumps out of an error
  EXPECT_EQ(decoder.lost(), 0) << "what can't be decoded harms nobody";
#endif
  EXPECT_EQ(code_of(decoder, test::avif(painted)), "decoded");
  Decoder nowhere({"/nowhere/muster-look", 1});
  EXPECT_EQ(code_of(nowhere, test::png(painted)), "decoder_missing");
}

TEST(DecoderProcess, ACrashTakesDownOneProcessAlone) {
  Decoder decoder({MUSTER_BROKEN_LOOK, 2, 1s});
  const std::string good = test::png(test::paint(64, 64));
  std::int64_t lost = 0;
  const auto breaks = [&](const std::string& how, const std::string& code) {
    EXPECT_EQ(code_of(decoder, good + how), code) << how;
    EXPECT_EQ(decoder.lost(), ++lost) << how;
    EXPECT_EQ(code_of(decoder, good), "decoded") << "after " << how;
  };
  breaks("#crash", "picture_unreadable");
  breaks("#socket", "picture_unreadable");
  breaks("#program", "picture_unreadable");
  breaks("#hang", "picture_time");
  EXPECT_EQ(code_of(decoder, good + "#file"), "decoded") << "its attempts to open files failed";
  EXPECT_FALSE(std::filesystem::exists("/tmp/planted"));
  EXPECT_EQ(code_of(decoder, good + "#lie"), "picture_unreadable") << "more pixels than there is memory for";
#ifndef __SANITIZE_ADDRESS__
  EXPECT_EQ(code_of(decoder, good + "#memory"), "picture_unreadable");
#endif
  // Others go on meanwhile.
  std::atomic<int> decoded = 0;
  std::thread other([&] {
    for (int n = 0; n < 20; ++n) decoded += code_of(decoder, good) == "decoded";
  });
  for (int n = 0; n < 10; ++n) (void)code_of(decoder, good + "#crash");
  other.join();
  EXPECT_EQ(decoded, 20);
}

class Look : public ::testing::Test {
 protected:
  void list(hashes::ListKind kind, const test::Painted& p) {
    const auto hash = hashes::pdq_of({p.rgb.data(), p.width, p.height, std::ptrdiff_t{3} * p.width, 3});
    hashes::List made;
    made.id = std::to_string(++lists_);
    made.name = "List " + made.id;
    made.kind = kind;
    ASSERT_TRUE(matcher_.add_list(made, std::span(&hash->hash, 1)).ok());
  }
  Looker looker(const Classifier* classifier = nullptr) {
    return Looker(
        decoder_,
        [this](const hashes::PdqTurned& h, std::uint64_t n) -> Result<hashes::Verdict> {
          return matcher_.look(h, n).verdict;
        },
        classifier);
  }
  int lists_ = 0;
  SystemClock clock_;
  hashes::Matcher matcher_{clock_};
  Decoder decoder_{{MUSTER_LOOK, 1}};
};

TEST_F(Look, WhatIsKnownAndWhatIsNot) {
  list(hashes::ListKind::explicit_unlawful, test::paint(400, 300, 0.2));
  const std::string known = test::jpeg(test::paint(640, 480, 0.2), 70), other = test::webp(test::paint(300, 500, 0.9));
  const auto seen = looker().look(known);
  ASSERT_TRUE(seen.ok());
  EXPECT_TRUE(seen->verdict.is_clue());
  EXPECT_FALSE(seen->dropped());
  EXPECT_EQ(*seen->bytes, known);
  ASSERT_EQ(seen->hashes.size(), 1u);
  const auto unknown = looker().look(other);
  ASSERT_TRUE(unknown.ok());
  EXPECT_TRUE(unknown->verdict.matches.empty());
  EXPECT_EQ(*unknown->bytes, other);
  EXPECT_EQ(looker().look("nothing").error().code, "picture_form");
}

TEST_F(Look, OneFrameOfAMovingPictureIsEnough) {
  list(hashes::ListKind::child_abuse_material, test::paint(200, 150, 0.9));
  const auto seen =
      looker().look(test::gif({test::paint(200, 150, 0.1), test::paint(200, 150, 0.3), test::paint(200, 150, 0.9)}));
  ASSERT_TRUE(seen.ok());
  EXPECT_TRUE(seen->dropped());
}

bool is_in(const std::filesystem::path& folder, const std::string& needle) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    if (all.str().find(needle) != std::string::npos) return true;
  }
  return false;
}

// What a room does that keeps evidence: look first, then write what is handed back.
void keep(const Looker& looker, const std::filesystem::path& folder, const std::string& name, std::string bytes) {
  const auto seen = looker.look(std::move(bytes));
  ASSERT_TRUE(seen.ok());
  if (seen->bytes) std::ofstream(folder / name, std::ios::binary) << *seen->bytes;
}

TEST_F(Look, OfAPictureOnAListOfChildAbuseMaterialNoByteReachesTheDisk) {
  list(hashes::ListKind::child_abuse_material, test::paint(400, 300, 0.5));
  const auto folder = std::filesystem::temp_directory_path() / ("muster-look-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string planted = test::jpeg(test::paint(640, 480, 0.5), 80),
                    neutral = test::jpeg(test::paint(640, 480, 0.05));
  const auto seen = looker().look(planted);
  ASSERT_TRUE(seen.ok());
  EXPECT_TRUE(seen->dropped());
  EXPECT_TRUE(seen->hashes.empty()) << "not even its hash";
  EXPECT_TRUE(seen->parts.empty());
  ASSERT_EQ(seen->verdict.matches.size(), 1u);
  EXPECT_EQ(seen->verdict.matches[0].list_name, "List 1");
  EXPECT_LE(seen->verdict.matches[0].distance, 10);
  keep(looker(), folder, "planted", planted);
  keep(looker(), folder, "neutral", neutral);
  EXPECT_TRUE(is_in(folder, neutral.substr(300, 64))) << "the search finds what is there";
  for (std::size_t at = 0; at + 32 < planted.size(); at += planted.size() / 16)
    EXPECT_FALSE(is_in(folder, planted.substr(at, 32)) && planted.substr(at, 32) != neutral.substr(at, 32)) << at;
  EXPECT_FALSE(std::filesystem::exists(folder / "planted"));
  std::filesystem::remove_all(folder);
}

// Through the whole way, the model included; which of five classes a painted landscape is, is not the point.
TEST_F(Look, TheModelSeesPartsOfTheWhole) {
  if (!can_classify()) GTEST_SKIP() << "a build without the picture model";
  const auto classifier = open_classifier({std::string(MUSTER_MODELS) + "/mobilenet_v2.onnx", "", 2});
  ASSERT_TRUE(classifier.ok()) << classifier.error().sentence;
  const auto seen = looker(classifier->get()).look(test::png(test::paint(700, 500)));
  ASSERT_TRUE(seen.ok());
  ASSERT_GT(seen->parts.size(), 1u);
  EXPECT_TRUE(seen->parts[0].whole);
  EXPECT_EQ(seen->model, "mobilenet_v2");
  for (const SeenPart& part : seen->parts) {
    float sum = 0;
    for (const float p : part.classes) sum += p;
    EXPECT_NEAR(sum, 1, 1e-4);
  }
  ASSERT_NE(seen->most_explicit(), nullptr);
  EXPECT_LT(explicit_of(seen->most_explicit()->classes), 0.9F);
}

}  // namespace
}  // namespace muster::pictures

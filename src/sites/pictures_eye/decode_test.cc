#include "painted.h"
#include <hashes/pdq.h>

#include <random>

#include <gtest/gtest.h>
#include <pictures_eye/decode.h>

namespace muster::pictures {
namespace {

std::vector<std::uint8_t>& room() {
  static std::vector<std::uint8_t> bytes(kSharedBytes);
  return bytes;
}
hashes::Pdq hash_of(const Header& h, int frame = 0) {
  const auto size = static_cast<std::size_t>(h.width) * static_cast<std::size_t>(h.height) * 3;
  const auto done = hashes::pdq_of(
      {room().data() + static_cast<std::size_t>(frame) * size, h.width, h.height, std::ptrdiff_t{3} * h.width, 3});
  EXPECT_TRUE(done.ok());
  return done.ok() ? done->hash : hashes::Pdq{};
}
hashes::Pdq hash_of(const test::Painted& p) {
  return hashes::pdq_of({p.rgb.data(), p.width, p.height, std::ptrdiff_t{3} * p.width, 3})->hash;
}

TEST(Decode, EveryFormatGivesThePicture) {
  const auto painted = test::paint(480, 320);
  const auto original = hash_of(painted);
  for (const auto& [format, bytes] :
       {std::pair{Format::jpeg, test::jpeg(painted)}, std::pair{Format::png, test::png(painted)},
        std::pair{Format::webp, test::webp(painted)}, std::pair{Format::gif, test::gif({painted})},
        std::pair{Format::avif, test::avif(painted)}}) {
    const Header h = decode(bytes, room());
    ASSERT_EQ(h.fault, Fault::none) << to_text(format);
    EXPECT_EQ(h.format, format);
    EXPECT_EQ(h.width, 480);
    EXPECT_EQ(h.height, 320);
    EXPECT_EQ(h.frames, 1);
    EXPECT_LE(hashes::distance(hash_of(h), original), format == Format::gif ? 24 : 10) << to_text(format);
    if (format == Format::png) EXPECT_TRUE(std::equal(painted.rgb.begin(), painted.rgb.end(), room().begin()));
  }
}

TEST(Decode, OfAMovingPictureFirstMiddleAndLast) {
  std::vector<test::Painted> frames;
  for (int n = 0; n < 9; ++n) frames.push_back(test::paint(200, 150, 0.1 * n));
  const Header h = decode(test::gif(frames), room());
  ASSERT_EQ(h.fault, Fault::none);
  EXPECT_EQ(h.frames, 3);
  EXPECT_EQ(h.frames_total, 9);
  for (const auto& [frame, of] : {std::pair{0, 0}, {1, 4}, {2, 8}}) {
    int best = 0;
    for (int n = 1; n < 9; ++n)
      if (hashes::distance(hash_of(h, frame), hash_of(frames[static_cast<std::size_t>(n)])) <
          hashes::distance(hash_of(h, frame), hash_of(frames[static_cast<std::size_t>(best)])))
        best = n;
    EXPECT_EQ(best, of);
  }
}

TEST(Decode, WhatIsNoPictureOrTooLarge) {
  const auto fault = [](const std::string& bytes) { return decode(bytes, room()).fault; };
  EXPECT_EQ(fault(""), Fault::form);
  EXPECT_EQ(fault("%PDF-1.7"), Fault::form);
  EXPECT_EQ(fault("GIF89a"), Fault::unreadable);
  EXPECT_EQ(fault(std::string(kPictureBytesMax + 1, 'x')), Fault::size);
  const auto painted = test::paint(64, 48);
  std::string png = test::png(painted);
  EXPECT_EQ(fault(png.substr(0, 60)), Fault::unreadable);
  EXPECT_EQ(fault(test::png(test::paint(4, 50))), Fault::pixels);
  // A JPEG's header that promises 60,000 pixels a side is not believed far enough to set memory aside.
  std::string jpeg = test::jpeg(painted);
  const auto frame = jpeg.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  jpeg.replace(frame + 5, 4, "\xea\x60\xea\x60");
  EXPECT_EQ(fault(jpeg), Fault::pixels);
  // A cut-off JPEG gives what there is.
  EXPECT_EQ(fault(test::jpeg(painted).substr(0, 900)), Fault::none);
}

TEST(Decode, WhateverComesItComesBack) {
  std::mt19937 random(3);
  const auto painted = test::paint(96, 64);
  for (const std::string& whole : {test::jpeg(painted), test::png(painted), test::webp(painted),
                                   test::gif({painted, painted}), test::avif(painted)})
    for (int n = 0; n < 40; ++n) {
      std::string bent = whole;
      for (int k = 0; k < 1 + n / 4; ++k) bent[12 + random() % (bent.size() - 12)] = static_cast<char>(random());
      if (n % 5 == 0) bent.resize(random() % bent.size());
      const Header h = decode(bent, room());
      if (h.fault == Fault::none) EXPECT_TRUE(read_answer(write_answer(h)).ok());
    }
}

}  // namespace
}  // namespace muster::pictures

#include "drawn.h"

#include <gtest/gtest.h>

namespace muster::hashes {
namespace {

using test::Drawn;

// The published description once more, word for word and slowly: box filters that run, then samples, then the
// transform.
struct Described {
  static std::vector<double> filtered(const std::vector<double>& in, int window) {
    const int n = static_cast<int>(in.size()), half = (window + 2) / 2;
    std::vector<double> out;
    double sum = 0;
    int right = 0, left = 0, size = 0;
    for (int i = 0; i < half - 1; ++i) sum += in[static_cast<std::size_t>(right++)], ++size;
    for (int i = 0; i < window - half + 1; ++i) {
      sum += in[static_cast<std::size_t>(right++)];
      out.push_back(sum / ++size);
    }
    for (int i = 0; i < n - window; ++i) {
      sum += in[static_cast<std::size_t>(right++)] - in[static_cast<std::size_t>(left++)];
      out.push_back(sum / size);
    }
    for (int i = 0; i < half - 1; ++i) {
      sum -= in[static_cast<std::size_t>(left++)];
      out.push_back(sum / --size);
    }
    return out;
  }
  static PdqHash hash(const Drawn& p) {
    const auto w = static_cast<std::size_t>(p.width), h = static_cast<std::size_t>(p.height);
    std::vector<std::vector<double>> grid(h, std::vector<double>(w));
    for (std::size_t y = 0; y < h; ++y)
      for (std::size_t x = 0; x < w; ++x) {
        const int ix = static_cast<int>(x), iy = static_cast<int>(y);
        grid[y][x] = p.channels == 1 ? p.at(ix, iy)
                                     : 0.299 * p.at(ix, iy, 0) + 0.587 * p.at(ix, iy, 1) + 0.114 * p.at(ix, iy, 2);
      }
    for (int pass = 0; pass < 2; ++pass) {
      for (auto& row : grid) row = filtered(row, (p.width + 127) / 128);
      for (std::size_t x = 0; x < w; ++x) {
        std::vector<double> column(h);
        for (std::size_t y = 0; y < h; ++y) column[y] = grid[y][x];
        column = filtered(column, (p.height + 127) / 128);
        for (std::size_t y = 0; y < h; ++y) grid[y][x] = column[y];
      }
    }
    double small[64][64];
    for (int i = 0; i < 64; ++i)
      for (int j = 0; j < 64; ++j)
        small[i][j] = grid[static_cast<std::size_t>((i + 0.5) * p.height / 64)]
                          [static_cast<std::size_t>((j + 0.5) * p.width / 64)];
    PdqHash out;
    int gradients = 0;
    for (int i = 0; i < 64; ++i)
      for (int j = 0; j < 64; ++j) {
        if (i < 63) gradients += std::abs(static_cast<int>((small[i][j] - small[i + 1][j]) * 100 / 255));
        if (j < 63) gradients += std::abs(static_cast<int>((small[i][j] - small[i][j + 1]) * 100 / 255));
      }
    out.quality = std::min(100, gradients / 90);
    std::vector<double> freqs(256);
    const auto d = [](int i, int j) { return std::sqrt(2.0 / 64) * std::cos(M_PI / 128 * (i + 1) * (2 * j + 1)); };
    for (int i = 0; i < 16; ++i) {
      double t[64] = {};
      for (int j = 0; j < 64; ++j)
        for (int k = 0; k < 64; ++k) t[j] += d(i, k) * small[k][j];
      for (int j = 0; j < 16; ++j)
        for (int k = 0; k < 64; ++k) freqs[static_cast<std::size_t>(i * 16 + j)] += t[k] * d(j, k);
    }
    auto sorted = freqs;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t k = 0; k < 256; ++k)
      if (freqs[k] > sorted[127]) out.hash.words[k / 64] |= std::uint64_t{1} << (k % 64);
    return out;
  }
};

TEST(Pdq, IsWhatTheDescriptionSays) {
  int most = 0;
  for (const auto& [w, h] : {std::pair{512, 512}, {640, 427}, {333, 1000}, {64, 64}, {63, 200}, {5, 5}, {1500, 90}})
    for (const int channels : {1, 3})
      for (unsigned seed = 0; seed < 3; ++seed) {
        const Drawn p = seed == 2 ? test::noise(w, h, channels, seed) : test::spots(w, h, channels, seed);
        const auto ours = pdq_of(p.raster());
        ASSERT_TRUE(ours.ok());
        const PdqHash said = Described::hash(p);
        most = std::max(most, distance(ours->hash, said.hash));
        EXPECT_LE(distance(ours->hash, said.hash), 2) << w << "x" << h << " " << channels << " " << seed;
        EXPECT_NEAR(ours->quality, said.quality, 1);
      }
  std::printf("at most %d of 256 bits differ from sums in double precision\n", most);
}

TEST(Pdq, BothKernelsGiveTheSameBits) {
  if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  std::mt19937 random(7);
  for (int n = 0; n < 120; ++n) {
    const int w = 5 + static_cast<int>(random() % 700), h = 5 + static_cast<int>(random() % 500);
    const int channels = n % 2 == 0 ? 1 : 3;
    const Drawn p =
        n % 3 == 0 ? test::spots(w / 4 + 5, h / 4 + 5, channels, random()) : test::noise(w, h, channels, random());
    const auto plain = pdq_turned(p.raster(), Kernel::portable), fast = pdq_turned(p.raster(), Kernel::avx2);
    ASSERT_TRUE(plain.ok() && fast.ok());
    EXPECT_EQ(plain->hashes, fast->hashes) << p.width << "x" << p.height;
    EXPECT_EQ(plain->quality, fast->quality);
  }
}

TEST(Pdq, TurnsAreThoseOfTheTurnedPicture) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    const Drawn p = test::spots(384, 384, 1, seed);
    const auto all = pdq_turned(p.raster());
    ASSERT_TRUE(all.ok());
    const auto expect = [&](Turned how, const Drawn& turned) {
      const auto real = pdq_of(turned.raster());
      ASSERT_TRUE(real.ok());
      EXPECT_LE(distance(real->hash, all->hashes[static_cast<std::size_t>(how)]), 16) << static_cast<int>(how);
    };
    const Drawn by90 = test::quarter(p), by180 = test::quarter(by90), by270 = test::quarter(by180);
    expect(Turned::as_it_is, p);
    expect(Turned::by_90, by90);
    expect(Turned::by_180, by180);
    expect(Turned::by_270, by270);
    expect(Turned::mirrored, test::mirror(p));
    expect(Turned::upside_down, test::mirror(by180));
    expect(Turned::transposed, test::mirror(by270));
    expect(Turned::transverse, test::mirror(by90));
    EXPECT_GT(distance(all->hashes[0], all->hashes[1]), 60) << "a turn is another hash";
  }
}

TEST(Pdq, WhatLooksAlikeIsNear) {
  const Drawn p = test::spots(512, 512, 1, 11);
  Drawn darker = p;
  for (auto& b : darker.pixels) b = static_cast<std::uint8_t>(b * 4 / 5);
  const auto a = pdq_of(p.raster()), b = pdq_of(darker.raster()), c = pdq_of(test::spots(300, 300, 1, 11).raster());
  const auto other = pdq_of(test::spots(512, 512, 1, 12).raster());
  EXPECT_LE(distance(a->hash, b->hash), 10);
  EXPECT_LE(distance(a->hash, c->hash), 10);
  EXPECT_GT(distance(a->hash, other->hash), 80);
  EXPECT_EQ(pdq_of(Drawn{100, 100, 1, std::vector<std::uint8_t>(10'000, 255)}.raster())->quality, 0);
}

TEST(Pdq, HexThereAndBack) {
  Pdq hash;
  hash.words = {0x0123456789abcdefU, 0x1, 0x8000000000000000U, 0xfedcba9876543210U};
  const std::string text = to_hex(hash);
  EXPECT_EQ(text,
            "fedcba987654321080000000000000000000000000000001"
            "0123456789abcdef");
  EXPECT_EQ(*pdq_from_hex(text), hash);
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(*pdq_from_hex(upper), hash);
  for (const std::string& wrong :
       {std::string(), text.substr(1), text + "0", "g" + text.substr(1), std::string(64, ' ')})
    EXPECT_EQ(pdq_from_hex(wrong).error().code, "pdq_form");
}

TEST(Pdq, RefusesWhatIsNoPicture) {
  std::vector<std::uint8_t> room(10'000);
  EXPECT_EQ(pdq_of({}).error().code, "pdq_raster");
  EXPECT_EQ(pdq_of({room.data(), 10, 10, 10, 2}).error().code, "pdq_raster");
  EXPECT_EQ(pdq_of({room.data(), 10, 10, 9, 1}).error().code, "pdq_raster");
  EXPECT_EQ(pdq_of({room.data(), 10, 10, 29, 3}).error().code, "pdq_raster");
  EXPECT_EQ(pdq_of({room.data(), 4, 10, 10, 1}).error().code, "pdq_size");
  EXPECT_EQ(pdq_of({room.data(), 40'000, 10, 40'000, 1}).error().code, "pdq_size");
  EXPECT_EQ(pdq_of({room.data(), 20'000, 20'000, 20'000, 1}).error().code, "pdq_size");
  EXPECT_EQ(pdq_of({room.data(), -1, 10, 10, 1}).error().code, "pdq_size");
}

}  // namespace
}  // namespace muster::hashes

// Pictures for tests, drawn by arithmetic: no file, nobody's face.
#pragma once

#include <hashes/pdq.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace muster::hashes::test {

struct Drawn {
  int width = 0, height = 0, channels = 1;
  std::vector<std::uint8_t> pixels;
  Raster raster() const { return {pixels.data(), width, height, std::ptrdiff_t{width} * channels, channels}; }
  std::uint8_t& at(int x, int y, int c = 0) { return pixels[static_cast<std::size_t>((y * width + x) * channels + c)]; }
  std::uint8_t at(int x, int y, int c = 0) const {
    return pixels[static_cast<std::size_t>((y * width + x) * channels + c)];
  }
};

inline Drawn noise(int width, int height, int channels, unsigned seed) {
  Drawn out{width, height, channels, {}};
  std::mt19937 random(seed);
  out.pixels.resize(static_cast<std::size_t>(width * height * channels));
  for (auto& p : out.pixels) p = static_cast<std::uint8_t>(random());
  return out;
}

// Soft spots of light in colours, as a landscape out of focus.
inline Drawn spots(int width, int height, int channels, unsigned seed) {
  Drawn out{width, height, channels, {}};
  out.pixels.resize(static_cast<std::size_t>(width * height * channels));
  std::mt19937 random(seed);
  const auto real = [&] { return static_cast<double>(random() % 10'000) / 10'000; };
  struct Spot {
    double x, y, r;
    double light[3];
  };
  std::vector<Spot> all;
  for (int n = 0; n < 24; ++n) {
    Spot s{real(), real(), 0.03 + 0.2 * real(), {}};
    for (double& l : s.light) l = 200 * real() - 80;
    all.push_back(s);
  }
  // A spot is a product of what it is along each side.
  const auto along = [&](double middle, double r, int side) {
    std::vector<double> bell;
    for (int i = 0; i < side; ++i) {
      const double d = (i + 0.5) / side - middle;
      bell.push_back(std::exp(-d * d / (2 * r * r)));
    }
    return bell;
  };
  std::vector<double> light(out.pixels.size(), 110);
  for (const Spot& s : all) {
    const auto wide = along(s.x, s.r, width), high = along(s.y, s.r, height);
    std::size_t at = 0;
    for (const double h : high)
      for (const double w : wide)
        for (int c = 0; c < channels; ++c) light[at++] += s.light[c] * h * w;
  }
  for (std::size_t i = 0; i < light.size(); ++i)
    out.pixels[i] = static_cast<std::uint8_t>(std::clamp(light[i], 0.0, 255.0));
  return out;
}

// By a quarter counter-clockwise.
inline Drawn quarter(const Drawn& a) {
  Drawn out{a.height, a.width, a.channels, std::vector<std::uint8_t>(a.pixels.size())};
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x)
      for (int c = 0; c < a.channels; ++c) out.at(y, a.width - 1 - x, c) = a.at(x, y, c);
  return out;
}
inline Drawn mirror(const Drawn& a) {
  Drawn out = a;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x)
      for (int c = 0; c < a.channels; ++c) out.at(a.width - 1 - x, y, c) = a.at(x, y, c);
  return out;
}

}  // namespace muster::hashes::test

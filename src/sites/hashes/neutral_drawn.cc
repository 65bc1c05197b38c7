#include "neutral_drawn.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

namespace muster::hashes {
namespace {

constexpr int kDrawnSide = 256;

class Canvas {
 public:
  explicit Canvas(unsigned seed) : random_(seed), grey_(static_cast<std::size_t>(kDrawnSide * kDrawnSide)) {}
  double any(double from, double to) { return from + (to - from) * static_cast<double>(random_() % 10'000) / 10'000; }
  template <class Inside>
  void fill(double light, Inside&& inside) {
    for (int j = 0; j < kDrawnSide; ++j)
      for (int i = 0; i < kDrawnSide; ++i)
        if (inside((i + 0.5) / kDrawnSide, (j + 0.5) / kDrawnSide))
          grey_[static_cast<std::size_t>(j * kDrawnSide + i)] =
              static_cast<std::uint8_t>(std::clamp(light, 0.0, 255.0));
  }
  void disc(double x, double y, double r, double light, double flat = 1) {
    fill(light, [=](double u, double v) { return std::hypot(u - x, (v - y) / flat) < r; });
  }
  // A light that falls off from above.
  void ground() {
    const double horizon = any(0.35, 0.6), sky = any(150, 240), grass = any(40, 130), slope = any(-0.15, 0.15);
    for (int j = 0; j < kDrawnSide; ++j)
      for (int i = 0; i < kDrawnSide; ++i) {
        const double u = (i + 0.5) / kDrawnSide, v = (j + 0.5) / kDrawnSide, h = horizon + slope * u;
        grey_[static_cast<std::size_t>(j * kDrawnSide + i)] =
            static_cast<std::uint8_t>(std::clamp(v < h ? sky - 60 * v : grass + 70 * (v - h), 0.0, 255.0));
      }
  }
  PdqTurned hashes() const {
    const auto done = pdq_turned({grey_.data(), kDrawnSide, kDrawnSide, kDrawnSide, 1});
    return done.ok() ? *done : PdqTurned{};
  }

 private:
  std::mt19937 random_;
  std::vector<std::uint8_t> grey_;
};

void house(Canvas& c) {
  const double x = c.any(0.05, 0.6), y = c.any(0.25, 0.45), w = c.any(0.2, 0.4), h = c.any(0.2, 0.35);
  c.fill(c.any(90, 230), [=](double u, double v) { return u > x && u < x + w && v > y && v < y + h; });
  c.fill(c.any(20, 110), [=](double u, double v) { return v < y && v > y - w * 0.5 + std::abs(u - x - w / 2); });
  const double window = c.any(200, 255);
  for (int n = 0; n < 3; ++n)
    c.fill(window, [=](double u, double v) {
      return std::abs(u - x - w * (0.2 + 0.3 * n)) < w * 0.08 && std::abs(v - y - h * 0.35) < h * 0.15;
    });
}

void tree(Canvas& c) {
  const double x = c.any(0.05, 0.95), y = c.any(0.2, 0.5), r = c.any(0.06, 0.16), dark = c.any(15, 80);
  c.fill(dark + 30, [=](double u, double v) { return std::abs(u - x) < r * 0.2 && v > y && v < y + 3 * r; });
  c.disc(x, y, r, dark);
}

// A head, hair, a body, and arms that reach to whoever stands beside.
void person(Canvas& c, double x, double foot, double tall) {
  const double head = tall * 0.13, y = foot - tall + head, cloth = c.any(30, 240);
  c.fill(cloth, [=](double u, double v) {
    return v > y + head && v < foot && std::abs(u - x) < tall * (0.08 + 0.14 * (v - y) / tall);
  });
  c.fill(cloth * 0.8, [=](double u, double v) {
    return std::abs(v - y - head * 2.4 - std::abs(u - x) * 0.6) < tall * 0.03 && std::abs(u - x) < tall * 0.28;
  });
  c.disc(x, y - head * 0.25, head * 1.15, c.any(10, 120));
  c.disc(x, y, head, c.any(120, 230), 1.2);
}

}  // namespace

NeutralPicture drawn_family(int number) {
  Canvas c(static_cast<unsigned>(number) * 7919 + 17);
  c.ground();
  if (number % 3 != 0) c.disc(c.any(0.1, 0.9), c.any(0.08, 0.2), c.any(0.04, 0.09), 250);
  if (number % 2 == 0) house(c);
  for (int n = number % 4; n > 0; --n) tree(c);
  const int people = 1 + number % 5;
  for (int n = 0; n < people; ++n)
    person(c, (n + c.any(0.35, 0.65)) / people, c.any(0.78, 0.98), n % 2 == 0 ? c.any(0.4, 0.65) : c.any(0.22, 0.4));
  return {"families", fmt::format("drawing {}", number + 1), c.hashes()};
}

}  // namespace muster::hashes

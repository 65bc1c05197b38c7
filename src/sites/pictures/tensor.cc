#include <pictures/tensor.h>

#include <algorithm>
#include <cmath>

namespace muster::pictures {

std::vector<Part> parts_of(int width, int height) {
  std::vector<Part> out;
  const int shorter = std::min(width, height), longer = std::max(width, height);
  const bool drawn_out = longer > kWholeRatioMax * shorter;
  if (!drawn_out && std::int64_t{width} * height <= kWholePixelsMax) out.push_back({0, 0, width, height, true});
  if (shorter < 2 * kTileSideMin && !drawn_out) return out;
  // Two across the shorter side, unless that makes too many; along the longer one as many as leave no gap.
  const auto needed = [&](int n) { return (longer * n + shorter - 1) / shorter; };
  const int across = shorter >= 2 * kTileSideMin && 2 * needed(2) <= static_cast<int>(kTilesMax) ? 2 : 1;
  const int along = std::min(static_cast<int>(kTilesMax) / across, needed(across)), side = shorter / across;
  for (int i = 0; i < along; ++i)
    for (int j = 0; j < across; ++j) {
      // Spread over the whole length.
      const int at_longer = along == 1 ? (longer - side) / 2 : (longer - side) * i / (along - 1);
      const int at_shorter = across == 1 ? (shorter - side) / 2 : (shorter - side) * j / (across - 1);
      width >= height ? out.push_back({at_longer, at_shorter, side, side, false})
                      : out.push_back({at_shorter, at_longer, side, side, false});
    }
  return out;
}

void to_tensor(const hashes::Raster& picture, const Part& part, int side, std::span<float> out) {
  const auto plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  const auto place = [&](int n, int of) {
    struct Place {
      int low, high;
      float part;
    };
    const float at = side > 1 ? static_cast<float>(of - 1) / static_cast<float>(side - 1) * static_cast<float>(n) : 0;
    const int low = std::min(of - 1, static_cast<int>(std::floor(at)));
    return Place{low, std::min(of - 1, static_cast<int>(std::ceil(at))), at - static_cast<float>(low)};
  };
  struct Column {
    std::ptrdiff_t left, right;
    float part;
  };
  std::vector<Column> columns;
  for (int x = 0; x < side; ++x) {
    const auto p = place(x, part.width);
    columns.push_back({std::ptrdiff_t{3} * (part.x + p.low), std::ptrdiff_t{3} * (part.x + p.high), p.part});
  }
  for (int y = 0; y < side; ++y) {
    const auto p = place(y, part.height);
    const std::uint8_t* const top = picture.pixels + (part.y + p.low) * picture.stride;
    const std::uint8_t* const bottom = picture.pixels + (part.y + p.high) * picture.stride;
    for (int x = 0; x < side; ++x) {
      const Column& c = columns[static_cast<std::size_t>(x)];
      for (int k = 0; k < 3; ++k) {
        const float tl = top[c.left + k] / 255.0F, tr = top[c.right + k] / 255.0F;
        const float bl = bottom[c.left + k] / 255.0F, br = bottom[c.right + k] / 255.0F;
        const float above = tl + (tr - tl) * c.part, below = bl + (br - bl) * c.part;
        out[static_cast<std::size_t>(k) * plane + static_cast<std::size_t>(y * side + x)] =
            above + (below - above) * p.part;
      }
    }
  }
}

}  // namespace muster::pictures

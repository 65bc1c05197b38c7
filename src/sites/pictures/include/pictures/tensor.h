// Pixels as the models want them: bilinear with both corners kept (align_corners, as nsfwjs resizes), divided by 255,
// channels one behind the other; and which parts of a picture are looked at. Pure; thread-safe.
#pragma once

#include <hashes/pdq.h>

#include <span>
#include <vector>

namespace muster::pictures {

struct Part {
  int x = 0, y = 0, width = 0, height = 0;
  bool whole = false;  // the picture itself
};
inline constexpr std::size_t kTilesMax = 12;
inline constexpr int kTileSideMin = 224;
// A picture that is larger or more drawn out than this is a page or a collage: only its tiles are looked at, because
// what is made very small looks like anything.
inline constexpr double kWholeRatioMax = 3;
inline constexpr std::int64_t kWholePixelsMax = 16'000'000;

// The whole where it is one picture; and square tiles, where it has two of kTileSideMin in each direction, or is drawn
// out. At most kTilesMax + 1 parts.
std::vector<Part> parts_of(int width, int height);

// side × side × 3 numbers of 0 to 1: all red, all green, all blue. The picture has three channels.
void to_tensor(const hashes::Raster& picture, const Part& part, int side, std::span<float> out);

}  // namespace muster::pictures

// PDQ, a perceptual hash of pictures: two pictures that look alike have hashes that differ in few of their 256 bits.
// Written from the published description ("The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm",
// Meta, 2019; README of PDQ): luma, two passes of a box filter in each direction (Jarosz), every 64th part sampled, the
// 16×16 lowest frequencies of a cosine transform without the constant ones, each above or below their median.
//
// The same bytes always give the same bits, on every processor: there is an AVX2 kernel and a portable one that does
// the same arithmetic in the same order. Hashes of the reference program differ from ours in no bit or in very few,
// where a frequency lies next to the median: sums are made in another order. Pure; thread-safe.
#pragma once

#include <base/result.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace muster::hashes {

inline constexpr int kPdqSideMin = 5;  // as the reference: smaller pictures have nothing to tell
inline constexpr int kPdqSideMax = 32'768;
inline constexpr std::int64_t kPdqPixelsMax = 100'000'000;
inline constexpr int kPdqBits = 256;
// Below this quality (0 to 100, out of the gradients) a picture has too little in it for its hash to mean anything.
inline constexpr int kQualityUsual = 50;

// Bit 16·i + j is the frequency of row i and column j.
struct Pdq {
  std::array<std::uint64_t, 4> words{};  // bit k is bit k % 64 of word k / 64
  auto operator<=>(const Pdq&) const = default;
};
// 64 hexadecimal digits, bit 255 first, as the exchange formats write it.
std::string to_hex(const Pdq& hash);
// Errors: pdq_form. Upper and lower case.
Result<Pdq> pdq_from_hex(std::string_view text);
int distance(const Pdq& a, const Pdq& b);  // 0 to 256

// Pixels in rows of `stride` bytes: one byte each (grey), or three (red, green, blue).
struct Raster {
  const std::uint8_t* pixels = nullptr;
  int width = 0, height = 0;
  std::ptrdiff_t stride = 0;
  int channels = 1;
};

struct PdqHash {
  Pdq hash;
  int quality = 0;  // 0 to 100
};
// The same picture turned and mirrored, without looking at its pixels again. Turns are counter-clockwise.
enum class Turned : std::uint8_t {
  as_it_is,
  by_90,
  by_180,
  by_270,
  upside_down,  // mirrored at its horizontal axis
  mirrored,     // at its vertical axis
  transposed,   // at the diagonal from the upper left
  transverse,   // at the other one
};
inline constexpr std::size_t kTurnedCount = 8;
struct PdqTurned {
  std::array<Pdq, kTurnedCount> hashes;  // in the order of Turned
  int quality = 0;
};

enum class Kernel : std::uint8_t { best, portable, avx2 };
bool has_avx2();

// Errors: pdq_raster (no pixels, not 1 or 3 channels, a stride shorter than a row), pdq_size (a side or an area
// outside of the limits above), pdq_kernel (this processor has no AVX2).
Result<PdqHash> pdq_of(const Raster& picture, Kernel kernel = Kernel::best);
Result<PdqTurned> pdq_turned(const Raster& picture, Kernel kernel = Kernel::best);

}  // namespace muster::hashes

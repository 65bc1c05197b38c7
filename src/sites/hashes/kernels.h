// The arithmetic of PDQ, twice: once for every processor, once with AVX2. Both do the same operations on the same
// numbers in the same order, lane by lane, without fused multiplication, so that their bits are equal.
#pragma once

#include <cstdint>

namespace muster::hashes {

inline constexpr int kSmall = 64;  // side of the sampled picture
inline constexpr int kFreq = 16;   // frequencies a direction
inline constexpr int kLanes = 8;   // sums are made in so many lanes
inline constexpr float kRed = 0.299F, kGreen = 0.587F, kBlue = 0.114F;

// Which pixels of a row (or which rows) one sample is made of, and with what weights. Weights are filled up with zeros
// to a multiple of kLanes.
struct Taps {
  int first = 0;
  int count = 0;  // a multiple of kLanes
  int real = 0;   // without the zeros
  const float* weights = nullptr;
};

struct Kernels {
  // out[x] = Σ weights[k] · luma(rows[k], x), x in [0, width).
  void (*blend_grey)(const std::uint8_t* const* rows, const float* weights, int count, int width, float* out);
  void (*blend_rgb)(const std::uint8_t* const* rows, const float* weights, int count, int width, float* out);
  // out[j] = Σ taps[j].weights[k] · row[taps[j].first + k], 64 of them. The row has kLanes readable numbers behind it.
  void (*sample)(const float* row, const Taps* taps, float* out);
  // b (16×16) = d (16×64) · a (64×64) · dᵀ; dt is d transposed (64×16).
  void (*transform)(const float* a, const float* d, const float* dt, float* b);
};
const Kernels& portable_kernels();
const Kernels& avx2_kernels();  // may be called where has_avx2() alone

}  // namespace muster::hashes

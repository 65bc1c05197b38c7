#include "kernels.h"

#include <algorithm>
#include <array>

namespace muster::hashes {
namespace {

void plain_blend_grey(const std::uint8_t* const* rows, const float* weights, int count, int width, float* out) {
  std::fill_n(out, width, 0.0F);
  for (int k = 0; k < count; ++k)
    for (int x = 0; x < width; ++x) out[x] += weights[k] * static_cast<float>(rows[k][x]);
}

void plain_blend_rgb(const std::uint8_t* const* rows, const float* weights, int count, int width, float* out) {
  std::fill_n(out, width, 0.0F);
  for (int k = 0; k < count; ++k)
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* p = rows[k] + std::ptrdiff_t{3} * x;
      const float luma =
          (kRed * static_cast<float>(p[0]) + kGreen * static_cast<float>(p[1])) + kBlue * static_cast<float>(p[2]);
      out[x] += weights[k] * luma;
    }
}

void plain_sample(const float* row, const Taps* taps, float* out) {
  for (int j = 0; j < kSmall; ++j) {
    std::array<float, kLanes> sum{};
    for (int k = 0; k < taps[j].count; k += kLanes)
      for (int l = 0; l < kLanes; ++l)
        sum[static_cast<std::size_t>(l)] += taps[j].weights[k + l] * row[taps[j].first + k + l];
    out[j] = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  }
}

void plain_transform(const float* a, const float* d, const float* dt, float* b) {
  std::array<float, static_cast<std::size_t>(kFreq * kSmall)> t{};
  for (int i = 0; i < kFreq; ++i)
    for (int k = 0; k < kSmall; ++k)
      for (int j = 0; j < kSmall; ++j)
        t[static_cast<std::size_t>(i * kSmall + j)] += d[i * kSmall + k] * a[k * kSmall + j];
  std::fill_n(b, kFreq * kFreq, 0.0F);
  for (int i = 0; i < kFreq; ++i)
    for (int k = 0; k < kSmall; ++k)
      for (int j = 0; j < kFreq; ++j)
        b[i * kFreq + j] += t[static_cast<std::size_t>(i * kSmall + k)] * dt[k * kFreq + j];
}

}  // namespace

const Kernels& portable_kernels() {
  static constexpr Kernels kernels{plain_blend_grey, plain_blend_rgb, plain_sample, plain_transform};
  return kernels;
}

}  // namespace muster::hashes

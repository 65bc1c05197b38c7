#include "kernels.h"
#include <hashes/pdq.h>

#include <array>

#include <immintrin.h>

// Without "fma" in the target no compiler may fuse a product and a sum.
#define MUSTER_AVX2 __attribute__((target("avx2")))

namespace muster::hashes {
namespace {

MUSTER_AVX2 inline __m256 grey8(const std::uint8_t* p) {
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}

MUSTER_AVX2 void fast_blend_grey(const std::uint8_t* const* rows, const float* weights, int count, int width,
                                 float* out) {
  int x = 0;
  for (; x + 32 <= width; x += 32) {
    __m256 a = _mm256_setzero_ps(), b = a, c = a, d = a;
    for (int k = 0; k < count; ++k) {
      const std::uint8_t* p = rows[k] + x;
      const __m256 w = _mm256_set1_ps(weights[k]);
      a = _mm256_add_ps(a, _mm256_mul_ps(w, grey8(p)));
      b = _mm256_add_ps(b, _mm256_mul_ps(w, grey8(p + 8)));
      c = _mm256_add_ps(c, _mm256_mul_ps(w, grey8(p + 16)));
      d = _mm256_add_ps(d, _mm256_mul_ps(w, grey8(p + 24)));
    }
    _mm256_storeu_ps(out + x, a);
    _mm256_storeu_ps(out + x + 8, b);
    _mm256_storeu_ps(out + x + 16, c);
    _mm256_storeu_ps(out + x + 24, d);
  }
  for (; x < width; ++x) {
    float sum = 0;
    for (int k = 0; k < count; ++k) sum += weights[k] * static_cast<float>(rows[k][x]);
    out[x] = sum;
  }
}

// Eight pixels out of 28 readable bytes.
MUSTER_AVX2 inline __m256 luma8(const std::uint8_t* p) {
  const __m256i two = _mm256_set_m128i(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 12)),
                                       _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  const __m256i red = _mm256_setr_epi8(0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1, 0, -1, -1, -1, 3, -1,
                                       -1, -1, 6, -1, -1, -1, 9, -1, -1, -1);
  const __m256i green = _mm256_setr_epi8(1, -1, -1, -1, 4, -1, -1, -1, 7, -1, -1, -1, 10, -1, -1, -1, 1, -1, -1, -1, 4,
                                         -1, -1, -1, 7, -1, -1, -1, 10, -1, -1, -1);
  const __m256i blue = _mm256_setr_epi8(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1, 2, -1, -1, -1, 5,
                                        -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1);
  const __m256 r = _mm256_mul_ps(_mm256_set1_ps(kRed), _mm256_cvtepi32_ps(_mm256_shuffle_epi8(two, red)));
  const __m256 g = _mm256_mul_ps(_mm256_set1_ps(kGreen), _mm256_cvtepi32_ps(_mm256_shuffle_epi8(two, green)));
  const __m256 b = _mm256_mul_ps(_mm256_set1_ps(kBlue), _mm256_cvtepi32_ps(_mm256_shuffle_epi8(two, blue)));
  return _mm256_add_ps(_mm256_add_ps(r, g), b);
}

MUSTER_AVX2 void fast_blend_rgb(const std::uint8_t* const* rows, const float* weights, int count, int width,
                                float* out) {
  int x = 0;
  for (; x + 10 <= width; x += 8) {
    __m256 sum = _mm256_setzero_ps();
    for (int k = 0; k < count; ++k)
      sum = _mm256_add_ps(sum, _mm256_mul_ps(_mm256_set1_ps(weights[k]), luma8(rows[k] + std::ptrdiff_t{3} * x)));
    _mm256_storeu_ps(out + x, sum);
  }
  for (; x < width; ++x) {
    float sum = 0;
    for (int k = 0; k < count; ++k) {
      const std::uint8_t* p = rows[k] + std::ptrdiff_t{3} * x;
      const float luma =
          (kRed * static_cast<float>(p[0]) + kGreen * static_cast<float>(p[1])) + kBlue * static_cast<float>(p[2]);
      sum += weights[k] * luma;
    }
    out[x] = sum;
  }
}

MUSTER_AVX2 void fast_sample(const float* row, const Taps* taps, float* out) {
  for (int j = 0; j < kSmall; ++j) {
    __m256 sum = _mm256_setzero_ps();
    for (int k = 0; k < taps[j].count; k += kLanes)
      sum = _mm256_add_ps(
          sum, _mm256_mul_ps(_mm256_loadu_ps(taps[j].weights + k), _mm256_loadu_ps(row + taps[j].first + k)));
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    const __m128 both = _mm_add_ps(four, _mm_movehl_ps(four, four));
    out[j] = _mm_cvtss_f32(_mm_add_ss(both, _mm_shuffle_ps(both, both, 1)));
  }
}

MUSTER_AVX2 void fast_transform(const float* a, const float* d, const float* dt, float* b) {
  alignas(32) std::array<float, static_cast<std::size_t>(kFreq * kSmall)> t;
  for (int i = 0; i < kFreq; i += 4)
    for (int j = 0; j < kSmall; j += 16) {
      __m256 s00 = _mm256_setzero_ps(), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (int k = 0; k < kSmall; ++k) {
        const __m256 left = _mm256_loadu_ps(a + k * kSmall + j), right = _mm256_loadu_ps(a + k * kSmall + j + 8);
        const __m256 d0 = _mm256_set1_ps(d[i * kSmall + k]), d1 = _mm256_set1_ps(d[(i + 1) * kSmall + k]);
        const __m256 d2 = _mm256_set1_ps(d[(i + 2) * kSmall + k]), d3 = _mm256_set1_ps(d[(i + 3) * kSmall + k]);
        s00 = _mm256_add_ps(s00, _mm256_mul_ps(d0, left));
        s01 = _mm256_add_ps(s01, _mm256_mul_ps(d0, right));
        s10 = _mm256_add_ps(s10, _mm256_mul_ps(d1, left));
        s11 = _mm256_add_ps(s11, _mm256_mul_ps(d1, right));
        s20 = _mm256_add_ps(s20, _mm256_mul_ps(d2, left));
        s21 = _mm256_add_ps(s21, _mm256_mul_ps(d2, right));
        s30 = _mm256_add_ps(s30, _mm256_mul_ps(d3, left));
        s31 = _mm256_add_ps(s31, _mm256_mul_ps(d3, right));
      }
      float* to = t.data() + i * kSmall + j;
      _mm256_store_ps(to, s00);
      _mm256_store_ps(to + 8, s01);
      _mm256_store_ps(to + kSmall, s10);
      _mm256_store_ps(to + kSmall + 8, s11);
      _mm256_store_ps(to + 2 * kSmall, s20);
      _mm256_store_ps(to + 2 * kSmall + 8, s21);
      _mm256_store_ps(to + 3 * kSmall, s30);
      _mm256_store_ps(to + 3 * kSmall + 8, s31);
    }
  for (int i = 0; i < kFreq; ++i) {
    __m256 left = _mm256_setzero_ps(), right = left;
    for (int k = 0; k < kSmall; ++k) {
      const __m256 x = _mm256_set1_ps(t[static_cast<std::size_t>(i * kSmall + k)]);
      left = _mm256_add_ps(left, _mm256_mul_ps(x, _mm256_loadu_ps(dt + k * kFreq)));
      right = _mm256_add_ps(right, _mm256_mul_ps(x, _mm256_loadu_ps(dt + k * kFreq + 8)));
    }
    _mm256_storeu_ps(b + i * kFreq, left);
    _mm256_storeu_ps(b + i * kFreq + 8, right);
  }
}

}  // namespace

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}

const Kernels& avx2_kernels() {
  static constexpr Kernels kernels{fast_blend_grey, fast_blend_rgb, fast_sample, fast_transform};
  return kernels;
}

}  // namespace muster::hashes

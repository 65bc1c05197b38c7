#include "kernels.h"
#include <hashes/pdq.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <vector>

namespace muster::hashes {
namespace {

constexpr int kFreqs = kFreq * kFreq;
using Small = std::array<float, static_cast<std::size_t>(kSmall* kSmall)>;
using Freqs = std::array<float, static_cast<std::size_t>(kFreqs)>;

// The window of the box filter: half of what lies between two samples, rounded up.
int window_of(int side) {
  return (side + 2 * kSmall - 1) / (2 * kSmall);
}

// Where each of the 64 samples takes its value from: two passes of the box filter, whose windows are cut off at the
// ends, are one weighted sum.
class Plan {
 public:
  explicit Plan(int side) : side_(side) {
    const int window = window_of(side), half = (window + 2) / 2;
    const auto first = [&](int at) { return std::max(0, at + half - window); };
    const auto last = [&](int at) { return std::min(side - 1, at + half - 1); };
    std::vector<std::pair<int, std::vector<double>>> sums;
    for (int j = 0; j < kSmall; ++j) {
      const int at = static_cast<int>((static_cast<float>(j) + 0.5F) * static_cast<float>(side) / kSmall);
      const int from = first(first(at)), to = last(last(at));
      std::vector<double> sum(static_cast<std::size_t>(to - from + 1));
      const double outer = 1.0 / (last(at) - first(at) + 1);
      for (int a = first(at); a <= last(at); ++a) {
        const double inner = outer / (last(a) - first(a) + 1);
        for (int b = first(a); b <= last(a); ++b) sum[static_cast<std::size_t>(b - from)] += inner;
      }
      sums.emplace_back(from, std::move(sum));
    }
    std::size_t room = 0;
    for (const auto& [from, sum] : sums) room += padded(sum.size());
    weights_.reserve(room);
    for (const auto& [from, sum] : sums) {
      Taps& taps = taps_.at(made_);
      taps.first = from;
      taps.real = static_cast<int>(sum.size());
      taps.count = static_cast<int>(padded(sum.size()));
      taps.weights = weights_.data() + weights_.size();
      for (const double w : sum) weights_.push_back(static_cast<float>(w));
      weights_.resize(weights_.size() + padded(sum.size()) - sum.size());
      ++made_;
    }
  }
  Plan(const Plan&) = delete;
  int side() const { return side_; }
  const std::array<Taps, kSmall>& taps() const { return taps_; }
  // How many numbers behind the row's end a sum may read (times zero).
  static std::size_t padded(std::size_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

 private:
  int side_;
  std::size_t made_ = 0;
  std::vector<float> weights_;
  std::array<Taps, kSmall> taps_{};
};

// The plan for a side is kept for the next picture of this thread: many have the same size.
const Plan& plan_of(int side, std::size_t direction) {
  thread_local std::array<std::unique_ptr<const Plan>, 2> kept;
  auto& plan = kept.at(direction);
  if (!plan || plan->side() != side) plan = std::make_unique<const Plan>(side);
  return *plan;
}

// Rows 1 to 16 of the cosine transform of 64 values, and the same transposed.
struct Cosines {
  std::array<float, static_cast<std::size_t>(kFreq*kSmall)> d{}, dt{};
  Cosines() {
    for (int i = 0; i < kFreq; ++i)
      for (int j = 0; j < kSmall; ++j) {
        const double value =
            std::sqrt(2.0 / kSmall) * std::cos(3.14159265358979323846 / 2 / kSmall * (i + 1) * (2 * j + 1));
        d[static_cast<std::size_t>(i * kSmall + j)] = dt[static_cast<std::size_t>(j * kFreq + i)] =
            static_cast<float>(value);
      }
  }
};

int quality_of(const Small& small) {
  int sum = 0;
  const auto add = [&](float u, float v) { sum += std::abs(static_cast<int>((u - v) * 100 / 255)); };
  for (std::size_t i = 0; i < kSmall; ++i)
    for (std::size_t j = 0; j < kSmall; ++j) {
      const float here = small[i * kSmall + j];
      if (i + 1 < kSmall) add(here, small[(i + 1) * kSmall + j]);
      if (j + 1 < kSmall) add(here, small[i * kSmall + j + 1]);
    }
  return std::min(100, sum / 90);
}

// Above the lower of the two medians: one bit each.
Pdq bits_of(const Freqs& freqs) {
  Freqs sorted = freqs;
  const auto middle = sorted.begin() + kFreqs / 2 - 1;
  std::nth_element(sorted.begin(), middle, sorted.end());
  Pdq out;
  for (std::size_t k = 0; k < freqs.size(); ++k)
    if (freqs[k] > *middle) out.words[k / 64] |= std::uint64_t{1} << (k % 64);
  return out;
}

// What a turn does to a frequency: it may change places with its mirror image, and its sign.
Freqs turned(const Freqs& a, Turned how) {
  Freqs out;
  for (std::size_t i = 0; i < kFreq; ++i)
    for (std::size_t j = 0; j < kFreq; ++j) {
      const bool odd_i = i % 2 != 0, odd_j = j % 2 != 0;
      bool swap = false, keep = true;
      switch (how) {
        case Turned::as_it_is:
          break;
        case Turned::by_90:
          swap = true, keep = odd_j;
          break;
        case Turned::by_180:
          keep = odd_i == odd_j;
          break;
        case Turned::by_270:
          swap = true, keep = odd_i;
          break;
        case Turned::upside_down:
          keep = odd_i;
          break;
        case Turned::mirrored:
          keep = odd_j;
          break;
        case Turned::transposed:
          swap = true;
          break;
        case Turned::transverse:
          swap = true, keep = odd_i == odd_j;
          break;
      }
      const float value = a[i * kFreq + j];
      out[swap ? j * kFreq + i : i * kFreq + j] = keep ? value : -value;
    }
  return out;
}

Result<const Kernels*> kernels_of(Kernel kernel) {
  if (kernel == Kernel::portable || (kernel == Kernel::best && !has_avx2())) return &portable_kernels();
  if (!has_avx2()) return invalid("pdq_kernel", "This processor has no AVX2.");
  return &avx2_kernels();
}

Result<void> check_raster(const Raster& p) {
  if (p.pixels == nullptr || (p.channels != 1 && p.channels != 3))
    return invalid("pdq_raster", "A picture to hash has pixels of one byte (grey) or three (red, green, blue).");
  if (p.width < kPdqSideMin || p.height < kPdqSideMin || p.width > kPdqSideMax || p.height > kPdqSideMax ||
      std::int64_t{p.width} * p.height > kPdqPixelsMax)
    return invalid("pdq_size", "A picture to hash has sides of 5 to 32,768 pixels, and at most 100 million pixels.");
  if (p.stride < std::ptrdiff_t{p.width} * p.channels)
    return invalid("pdq_raster", "A row of the picture is shorter than its pixels.");
  return {};
}

struct Spectrum {
  Freqs freqs;
  int quality;
};
Result<Spectrum> spectrum_of(const Raster& p, Kernel kernel) {
  MUSTER_CHECK_OK(check_raster(p));
  MUSTER_TRY(const Kernels* const k, kernels_of(kernel));
  static const Cosines cosines;
  const Plan &down = plan_of(p.height, 0), &along = plan_of(p.width, 1);
  std::vector<float> row(static_cast<std::size_t>(p.width) + 2 * kLanes);
  std::vector<const std::uint8_t*> rows;
  Small small;
  for (std::size_t i = 0; i < kSmall; ++i) {
    const Taps& taps = down.taps().at(i);
    rows.clear();
    for (int r = 0; r < taps.real; ++r) rows.push_back(p.pixels + (taps.first + r) * p.stride);
    (p.channels == 1 ? k->blend_grey : k->blend_rgb)(rows.data(), taps.weights, taps.real, p.width, row.data());
    k->sample(row.data(), along.taps().data(), small.data() + i * kSmall);
  }
  Spectrum out{{}, quality_of(small)};
  k->transform(small.data(), cosines.d.data(), cosines.dt.data(), out.freqs.data());
  return out;
}

}  // namespace

std::string to_hex(const Pdq& hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out(64, '0');
  for (std::size_t k = 0; k < 64; ++k) {
    const std::size_t nibble = 63 - k;  // from the lowest bits on
    out[k] = kDigits[(hash.words[nibble / 16] >> (nibble % 16 * 4)) & 15];
  }
  return out;
}

Result<Pdq> pdq_from_hex(std::string_view text) {
  const Error wrong = invalid("pdq_form", "A PDQ hash is 64 hexadecimal digits.", "hash");
  if (text.size() != 64) return wrong;
  Pdq out;
  for (std::size_t k = 0; k < 64; ++k) {
    const char c = text[k];
    std::uint64_t value = 0;
    if (c >= '0' && c <= '9')
      value = static_cast<std::uint64_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = static_cast<std::uint64_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      value = static_cast<std::uint64_t>(c - 'A' + 10);
    else
      return wrong;
    const std::size_t nibble = 63 - k;
    out.words[nibble / 16] |= value << (nibble % 16 * 4);
  }
  return out;
}

int distance(const Pdq& a, const Pdq& b) {
  int sum = 0;
  for (std::size_t i = 0; i < a.words.size(); ++i) sum += std::popcount(a.words[i] ^ b.words[i]);
  return sum;
}

Result<PdqHash> pdq_of(const Raster& picture, Kernel kernel) {
  MUSTER_TRY(const Spectrum spectrum, spectrum_of(picture, kernel));
  return PdqHash{bits_of(spectrum.freqs), spectrum.quality};
}

Result<PdqTurned> pdq_turned(const Raster& picture, Kernel kernel) {
  MUSTER_TRY(const Spectrum spectrum, spectrum_of(picture, kernel));
  PdqTurned out{{}, spectrum.quality};
  for (std::size_t i = 0; i < kTurnedCount; ++i)
    out.hashes[i] = bits_of(turned(spectrum.freqs, static_cast<Turned>(i)));
  return out;
}

}  // namespace muster::hashes

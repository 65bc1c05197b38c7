#include "world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::schedule {
namespace {

constexpr double kHazardShape = 1.2, kWeightShape = 1.5;
// What was found is held for a month before it can begin again.
constexpr double kHazardMax = 12.0 / 365, kWeightMax = 10'000;
constexpr double kByHour = 0.30, kByDevice = 0.15, kByCountry = 0.10;  // shares of sites that hide

// How strongly a feature goes with the hazard (correlation of the ranks' normal scores), and which share of sites lies
// below each level but the last.
struct Teller {
  double correlation;
  std::array<double, kLevelsMax - 1> below;
};
constexpr Teller kTellers[kFeatures] = {
    {0.35, {0.92, 1, 1, 1}}, {0.45, {0.50, 0.70, 0.85, 0.95}}, {0.35, {0.70, 0.90, 1, 1}}, {0.30, {0.95, 1, 1, 1}},
    {0.50, {0.98, 1, 1, 1}}, {0.50, {0.98, 1, 1, 1}},          {0.40, {0.97, 1, 1, 1}}};

double normal_below(double x) {
  return std::erfc(-x / std::numbers::sqrt2) / 2;
}
// The normal score of a share: bisection on the rank would do; this is P. J. Acklam's approximation, good to 1e-9.
double normal_score(double p) {
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                          -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  const auto tail = [&](double q) {
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  };
  if (p < 0.02425) return tail(std::sqrt(-2 * std::log(p)));
  if (p > 1 - 0.02425) return -tail(std::sqrt(-2 * std::log1p(-p)));
  const double q = p - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

Cell cell_drawn(const SimOptions& options, std::uint64_t no, double score) {
  Levels levels{};
  for (std::size_t f = 0; f < kFeatures; ++f) {
    const double rho = kTellers[f].correlation * options.told;
    const double noise = normal_score(chance(options.seed, no, 10 + f));
    const double rank = normal_below(rho * score + std::sqrt(1 - rho * rho) * noise);
    while (levels[f] + 1 < kLevels[f] && rank > kTellers[f].below[levels[f]]) ++levels[f];
  }
  return cell_of(levels);
}

}  // namespace

std::uint64_t chance_bits(std::uint64_t seed, std::uint64_t site, std::uint64_t place) {
  // SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), its finaliser twice over the three numbers.
  const auto mix = [](std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  };
  return mix(mix(seed * 0x9e3779b97f4a7c15u + site + 1) + (place + 1) * 0x9e3779b97f4a7c15u);
}

double chance(std::uint64_t seed, std::uint64_t site, std::uint64_t place) {
  return (static_cast<double>(chance_bits(seed, site, place) >> 11) + 0.5) * 0x1p-53;
}

double chance_days(double u, double per_day) {
  return -std::log(u) / per_day;
}

std::vector<SimSite> make_world(const SimOptions& options) {
  std::vector<SimSite> sites;
  sites.reserve(options.sites);
  // A Pareto's mean is scale · shape / (shape - 1).
  const double hazard_scale = options.onsets_per_site_year / 365 * (kHazardShape - 1) / kHazardShape;
  const double weight_scale = (kWeightShape - 1) / kWeightShape;
  for (std::uint64_t no = 0; no < options.sites; ++no) {
    const auto draw = [&](std::uint64_t place) { return chance(options.seed, no, place); };
    const double rank = draw(0);
    SimSite site{};
    site.lambda = static_cast<float>(std::min(kHazardMax, hazard_scale * std::pow(1 - rank, -1 / kHazardShape)));
    site.weight = static_cast<float>(std::min(kWeightMax, weight_scale * std::pow(draw(1), -1 / kWeightShape)));
    site.hours = 24;
    if (draw(2) < kByHour) {
      site.hours = static_cast<float>(8 + 8 * draw(3));
      site.hour_from = static_cast<float>(24 * draw(4));
    }
    site.phones_only = draw(5) < kByDevice;
    site.home_only = draw(6) < kByCountry;
    site.cell = cell_drawn(options, no, normal_score(rank));
    sites.push_back(site);
  }
  return sites;
}

double detection_of(const SimSite& site) {
  return kSeesIt * site.hours / 24 * (site.phones_only ? kAsPhone : 1) * (site.home_only ? kFromHome : 1);
}

}  // namespace muster::schedule

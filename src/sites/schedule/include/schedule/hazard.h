// How often a site is expected to begin to violate: a hazard λ in onsets a day of clean time. Three levels, each a
// Gamma distribution that shrinks to the one above it until it has seen enough:
//   all sites   a base rate and, for every level of every feature, a relativity (a factor): the multiplicative Poisson
//               model of class rating, fitted by Bailey's minimum-bias iteration with Gamma priors;
//   cell        all sites with the same features: mean m = (B + V) / (B / m0 + E) of V violations in E days;
//   site        λ ~ Gamma(k, k / m), so that after v violations in e days its mean is (k + v) / (k / m + e).
// Sources: R. A. Bailey, "Insurance rates with minimum bias", Proc. CAS 50 (1963); H. Bühlmann & A. Gisler, "A Course
// in Credibility Theory" (2005), ch. 2; the exposure of an interval with a finding: J. Cho & H. Garcia-Molina,
// "Estimating frequency of change", ACM TOIT 3 (2003): counting it whole underestimates what changes often. Pure
// functions and values; no clock, no I/O. Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace muster::schedule {

// What puts a site into its cell. Level 0 of each is the ordinary one, against which the others are rated. A site's own
// violations are no feature: they are in its own count.
enum class Feature : std::uint8_t { filing, category, age, growth, holder, reports, partner };
inline constexpr std::size_t kFeatures = 7;
inline constexpr std::size_t kLevelsMax = 5;
inline constexpr std::array<std::uint8_t, kFeatures> kLevels{2, 5, 3, 2, 2, 2, 2};
inline constexpr std::size_t kCells = 2 * 5 * 3 * 2 * 2 * 2 * 2;

using Levels = std::array<std::uint8_t, kFeatures>;  // each below kLevels of its feature
using Cell = std::uint16_t;
Cell cell_of(const Levels& levels);
Levels levels_of(Cell cell);
// "filing", "category"…; of a level: "filed", "unfiled"… Codes: documents and API use them.
std::string_view to_text(Feature feature);
std::string_view level_text(Feature feature, std::uint8_t level);
// nullopt: no such category.
std::optional<std::uint8_t> category_level(std::string_view code);

struct CellCount {
  std::int64_t sites = 0, violations = 0;
  double exposure_days = 0;
};

struct HazardPrior {
  double base_per_day = 0.04 / 365;  // of an ordinary site
  double strength = 20;              // what the prior of base and relativities weighs, in violations
  double cell_strength = 5;          // what a cell's rating weighs against the cell's own count, in violations
  double site_shape = 0.4;           // k: small where sites of one cell differ much
  std::array<std::array<double, kLevelsMax>, kFeatures> relativity{{{1, 3, 1, 1, 1},
                                                                    {1, 1, 2, 2, 3},
                                                                    {1, 1.5, 3, 1, 1},
                                                                    {1, 2, 1, 1, 1},
                                                                    {1, 5, 1, 1, 1},
                                                                    {1, 4, 1, 1, 1},
                                                                    {1, 3, 1, 1, 1}}};
};

// What is believed of all cells. A plain value of 8 kB.
struct HazardModel {
  double base_per_day = 0;
  double site_shape = 0;
  std::array<std::array<double, kLevelsMax>, kFeatures> relativity{};
  std::array<double, kCells> mean{};  // onsets a day
};

// `counts` has kCells entries. Sweeps a fixed number of times over kCells × kFeatures: some milliseconds.
HazardModel fit(std::span<const CellCount> counts, const HazardPrior& prior);

struct SiteHistory {
  double exposure_days = 0;  // time in which it could have begun to violate and was looked at afterwards
  std::uint32_t violations = 0;
};
struct Belief {
  double mean = 0, deviation = 0;  // onsets a day
};
Belief belief(const HazardModel& model, Cell cell, const SiteHistory& history);

// Clean time in an interval of `days` at whose end a violation was found: the mean time until the onset, given that it
// fell into the interval: 1/λ - t/(e^(λt) - 1). Half of it where λt is small, 1/λ where it is large.
double clean_days_before_finding(double lambda_per_day, double days);

}  // namespace muster::schedule

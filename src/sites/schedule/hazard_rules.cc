#include <schedule/hazard.h>

#include <cmath>

namespace muster::schedule {
namespace {

constexpr int kSweeps = 30;
constexpr std::string_view kFeatureNames[kFeatures] = {"filing", "category", "age",    "growth",
                                                       "holder", "reports",  "partner"};
constexpr std::string_view kLevelNames[kFeatures][kLevelsMax] = {
    {"filed", "unfiled"},
    {"information", "trade", "community", "media", "download"},
    {"over_a_year", "under_a_year", "under_a_quarter"},
    {"steady", "sudden"},
    {"no_violation", "violation"},
    {"none", "reported"},
    {"none", "promoted"}};

struct Rating {
  std::array<Levels, kCells> levels;
  Rating() {
    for (std::size_t cell = 0; cell < kCells; ++cell) levels[cell] = levels_of(static_cast<Cell>(cell));
  }
};
const Rating& rating() {
  static const Rating made;
  return made;
}

// The product of a cell's relativities, all but that of `without`.
double product(const HazardModel& model, std::size_t cell, std::size_t without) {
  double out = 1;
  for (std::size_t f = 0; f < kFeatures; ++f)
    if (f != without) out *= model.relativity[f][rating().levels[cell][f]];
  return out;
}

void rate_feature(HazardModel& model, std::size_t f, std::span<const CellCount> counts, const HazardPrior& prior) {
  std::array<double, kLevelsMax> expected{}, seen{};
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    if (counts[cell].exposure_days <= 0) continue;
    const std::uint8_t level = rating().levels[cell][f];
    expected[level] += model.base_per_day * counts[cell].exposure_days * product(model, cell, f);
    seen[level] += static_cast<double>(counts[cell].violations);
  }
  for (std::size_t level = 1; level < kLevels[f]; ++level)
    model.relativity[f][level] =
        (prior.strength + seen[level]) / (prior.strength / prior.relativity[f][level] + expected[level]);
}

}  // namespace

Cell cell_of(const Levels& levels) {
  unsigned cell = 0;
  for (std::size_t f = 0; f < kFeatures; ++f) cell = cell * kLevels[f] + levels[f];
  return static_cast<Cell>(cell);
}

Levels levels_of(Cell cell) {
  Levels out{};
  unsigned rest = cell;
  for (std::size_t f = kFeatures; f-- > 0; rest /= kLevels[f]) out[f] = static_cast<std::uint8_t>(rest % kLevels[f]);
  return out;
}

std::string_view to_text(Feature feature) {
  return kFeatureNames[static_cast<std::size_t>(feature)];
}
std::string_view level_text(Feature feature, std::uint8_t level) {
  return kLevelNames[static_cast<std::size_t>(feature)][level];
}
std::optional<std::uint8_t> category_level(std::string_view code) {
  for (std::uint8_t level = 0; level < kLevels[1]; ++level)
    if (kLevelNames[1][level] == code) return level;
  return {};
}

HazardModel fit(std::span<const CellCount> counts, const HazardPrior& prior) {
  HazardModel model;
  model.site_shape = prior.site_shape;
  model.relativity = prior.relativity;
  model.base_per_day = prior.base_per_day;
  double violations = 0;
  for (const CellCount& count : counts) violations += static_cast<double>(count.violations);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double exposure = 0;  // in days of an ordinary site
    for (std::size_t cell = 0; cell < kCells; ++cell)
      if (counts[cell].exposure_days > 0) exposure += counts[cell].exposure_days * product(model, cell, kFeatures);
    model.base_per_day = (prior.strength + violations) / (prior.strength / prior.base_per_day + exposure);
    for (std::size_t f = 0; f < kFeatures; ++f) rate_feature(model, f, counts, prior);
  }
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const double rated = model.base_per_day * product(model, cell, kFeatures);
    model.mean[cell] = (prior.cell_strength + static_cast<double>(counts[cell].violations)) /
                       (prior.cell_strength / rated + counts[cell].exposure_days);
  }
  return model;
}

Belief belief(const HazardModel& model, Cell cell, const SiteHistory& history) {
  const double shape = model.site_shape + history.violations;
  const double days = model.site_shape / model.mean[cell] + history.exposure_days;
  return {shape / days, std::sqrt(shape) / days};
}

double clean_days_before_finding(double lambda_per_day, double days) {
  const double x = lambda_per_day * days;
  if (x < 1e-4) return days * (0.5 - x / 12);
  if (x > 500) return 1 / lambda_per_day;
  return 1 / lambda_per_day - days / std::expm1(x);
}

}  // namespace muster::schedule

#include <schedule/rates.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster::schedule {
namespace {

constexpr int kStepsMax = 200;

struct Filled {
  double spent = 0, slope = 0;
  std::size_t at_floor = 0, at_ceiling = 0;
};

Filled fill(std::span<const Demand> demands, double level, const Bounds& bounds) {
  Filled out;
  for (const Demand& d : demands) {
    const double r = level * d.pull - d.push;
    if (r <= bounds.floor) {
      out.spent += bounds.floor;
      ++out.at_floor;
    } else if (r >= bounds.ceiling) {
      out.spent += bounds.ceiling;
      ++out.at_ceiling;
    } else {
      out.spent += r;
      out.slope += d.pull;
    }
  }
  return out;
}

// A level at which everything with any pull is at its ceiling.
double highest(std::span<const Demand> demands, double ceiling) {
  double out = 0;
  for (const Demand& d : demands)
    if (d.pull > 0) out = std::max(out, (ceiling + d.push) / d.pull);
  return out;
}

}  // namespace

double effective_detection(double detection, double jitter) {
  return 1 / (1 / detection - 0.5 + jitter * jitter / 6);
}

Demand demand_of(double lambda, double weight, double effective, double ends_per_day) {
  return {std::sqrt(lambda * weight / effective), ends_per_day / effective};
}

double rate_at(const Demand& demand, double level, const Bounds& bounds) {
  return std::clamp(level * demand.pull - demand.push, bounds.floor, bounds.ceiling);
}

double harm(double lambda, double weight, double effective, double ends_per_day, double rate) {
  return lambda * weight / (ends_per_day + effective * rate);
}

WaterLevel water_level(std::span<const Demand> demands, double budget, const Bounds& bounds) {
  const auto n = static_cast<double>(demands.size());
  if (demands.empty()) return {};
  if (bounds.floor * n > budget) return {0, budget, demands.size(), 0, false};
  double low = 0, high = highest(demands, bounds.ceiling), level = high;
  Filled at = fill(demands, high, bounds);
  if (at.spent > budget) {
    // From above the steps of Newton may overshoot where sites leave their ceiling; the bracket catches that.
    for (int step = 0; step < kStepsMax; ++step) {
      (at.spent > budget ? high : low) = level;
      double next = at.slope > 0 ? level - (at.spent - budget) / at.slope : low;
      if (!(next > low && next < high)) next = low + (high - low) / 2;
      if (next == level) break;
      level = next;
      at = fill(demands, level, bounds);
      if (std::abs(at.spent - budget) <= 1e-13 * budget) break;
    }
    if (at.spent > budget * (1 + 1e-12)) at = fill(demands, level = low, bounds);
  }
  return {level, at.spent, at.at_floor, at.at_ceiling, true};
}

std::vector<double> azar_rates(std::span<const double> lambda, std::span<const double> weight, double budget) {
  std::vector<std::size_t> order(lambda.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return weight[a] * lambda[b] > weight[b] * lambda[a]; });
  // Sites by weight / λ; the survivors are a beginning of that order.
  double roots = 0, rates = 0;
  std::size_t survivors = 0;
  for (const std::size_t i : order) {
    const double root = std::sqrt(weight[i] * lambda[i]);
    if (root * (budget + rates + lambda[i]) / (roots + root) <= lambda[i]) break;
    roots += root;
    rates += lambda[i];
    ++survivors;
  }
  std::vector<double> out(lambda.size(), 0);
  for (std::size_t k = 0; k < survivors; ++k) {
    const std::size_t i = order[k];
    out[i] = std::max(0.0, std::sqrt(weight[i] * lambda[i]) * (budget + rates) / roots - lambda[i]);
  }
  return out;
}

std::vector<double> kolobov_rates(std::span<const double> lambda, std::span<const double> weight, double budget) {
  const auto rate = [&](std::size_t i, double nu) {
    const double d = lambda[i];
    // (√(d² + c) - d) / 2 without cancellation
    const double c = 4 * weight[i] * d / nu;
    return c / (2 * (std::sqrt(d * d + c) + d));
  };
  double low = 1e-18, high = 1e18;  // of ν; the rates fall with it
  for (int step = 0; step < kStepsMax; ++step) {
    const double nu = std::sqrt(low * high);
    double sum = 0;
    for (std::size_t i = 0; i < lambda.size(); ++i) sum += rate(i, nu);
    (sum > budget ? low : high) = nu;
    if (std::abs(sum - budget) < 1e-12 * budget) break;
  }
  std::vector<double> out(lambda.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = rate(i, high);
  return out;
}

}  // namespace muster::schedule

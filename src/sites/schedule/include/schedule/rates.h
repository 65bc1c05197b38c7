// How often each site is tested. A site begins to violate at rate λ, does harm w a day until it is found, and would end
// by itself at rate μ; a test sees a violation with probability p. With tests at rate r the harm a day is close to
//   w λ / (μ + q r),     1/q = 1/p - 1/2 + j²/6,
// where j is the jitter of intervals (uniform in 1 ± j): the mean wait for the next test is (1 + j²/3)/2 intervals, and
// 1/p - 1 more are missed. (Memoryless tests have q = p.) Its least sum under Σ r = R, floor ≤ r ≤ ceiling is at
//   r = clamp(x √(w λ / q) - μ / q, floor, ceiling)
// for one water level x: the Lagrange condition. μ = 0 gives r ∝ √(w λ / p); μ = q = 1 is Azar's form.
// Sources: J. Cho & H. Garcia-Molina, "Effective page refresh policies for web crawlers", ACM TODS 28 (2003); Y. Azar,
// E. Horvitz, E. Lubetzky, Y. Peres, D. Shahaf, "Tractable near-optimal policies for crawling", PNAS 115 (2018);
// A. Kolobov, Y. Peres, C. Lu, E. Horvitz, "Staying up to date with online content changes using reinforcement learning
// for scheduling", NeurIPS 2019 (whose harmonic penalty, like our floor, starves nobody).
// Pure. Rates are a day.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace muster::schedule {

// r(x) = clamp(x · pull - push, floor, ceiling)
struct Demand {
  double pull = 0, push = 0;
};
struct Bounds {
  double floor = 0, ceiling = 0;
};
// 0 < detection ≤ 1; 0 ≤ jitter ≤ 1.
double effective_detection(double detection, double jitter);
Demand demand_of(double lambda, double weight, double effective_detection, double ends_per_day);
double rate_at(const Demand& demand, double level, const Bounds& bounds);

struct WaterLevel {
  double level = 0;  // x
  double spent = 0;  // Σ r, at most the budget
  std::size_t at_floor = 0, at_ceiling = 0;
  // The floor of all sites alone is more than the budget: then every site gets the same, budget / n.
  bool affordable = true;
};
// Newton's method on a piecewise linear, monotone function, kept within a bracket: some ten passes over the sites.
// Where all are at the ceiling the budget is not spent.
WaterLevel water_level(std::span<const Demand> demands, double budget, const Bounds& bounds);

// The harm a day at rates r.
double harm(double lambda, double weight, double effective_detection, double ends_per_day, double rate);

// The published peers, for the simulator. Rates that sum up to the budget.
// Azar et al., theorem 1: maximise Σ w r / (r + λ); sites that change too often for their weight get nothing.
std::vector<double> azar_rates(std::span<const double> lambda, std::span<const double> weight, double budget);
// LambdaCrawl, proposition 1: minimise Σ w ln((r + λ) / r): r = (√(λ² + 4 w λ / ν) - λ) / 2, ν by bisection.
std::vector<double> kolobov_rates(std::span<const double> lambda, std::span<const double> weight, double budget);

}  // namespace muster::schedule

#include <base/random.h>
#include <policy/policy.h>
#include <schedule/plan.h>

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::schedule {
namespace {

// The optimum by another way, and slowly: of any two sites the one whose next test is worth more takes from the other
// until both are worth the same or one is at its bound; over and over.
std::vector<double> slow_optimum(const std::vector<double>& gain, double q, double mu, double budget, Bounds bounds) {
  const std::size_t n = gain.size();
  std::vector<double> r(n, budget / static_cast<double>(n));
  const auto worth = [&](std::size_t i, double rate) { return gain[i] * q / ((mu + q * rate) * (mu + q * rate)); };
  for (int round = 0; round < 4000; ++round) {
    double moved = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        // x goes from j to i
        double low = std::max(bounds.floor - r[i], r[j] - bounds.ceiling);
        double high = std::min(bounds.ceiling - r[i], r[j] - bounds.floor);
        for (int step = 0; step < 60; ++step) {
          const double x = (low + high) / 2;
          (worth(i, r[i] + x) > worth(j, r[j] - x) ? low : high) = x;
        }
        r[i] += low, r[j] -= low;
        moved += std::abs(low);
      }
    if (moved < 1e-13) break;
  }
  return r;
}

RC_GTEST_PROP(Rates, WaterFillingIsTheOptimum, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(2, 9);
  const double q = *rc::gen::inRange(10, 180) / 100.0, mu = *rc::gen::inRange(0, 20) / 1000.0;
  const double budget = *rc::gen::inRange(20, 300) / 100.0;
  const double equal = budget / static_cast<double>(n);
  const Bounds bounds{equal * *rc::gen::inRange(0, 100) / 100.0, equal * *rc::gen::inRange(110, 500) / 100.0};
  std::vector<double> gain;
  std::vector<Demand> demands;
  for (std::size_t i = 0; i < n; ++i) {
    gain.push_back(std::pow(10.0, *rc::gen::inRange(-300, 200) / 100.0));
    demands.push_back(demand_of(gain.back(), 1, q, mu));
  }
  const WaterLevel water = water_level(demands, budget, bounds);
  const auto slow = slow_optimum(gain, q, mu, budget, bounds);
  RC_ASSERT(water.affordable);
  RC_ASSERT(std::abs(water.spent - budget) < 1e-9);
  for (std::size_t i = 0; i < n; ++i) RC_ASSERT(std::abs(rate_at(demands[i], water.level, bounds) - slow[i]) < 1e-6);
}

RC_GTEST_PROP(Rates, TheBudgetIsSpentAndNeverExceeded, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 400);
  std::vector<Demand> demands;
  for (std::size_t i = 0; i < n; ++i)
    demands.push_back({std::pow(10.0, *rc::gen::inRange(-600, 300) / 100.0), *rc::gen::inRange(0, 100) / 1000.0});
  const Bounds bounds{*rc::gen::inRange(0, 100) / 1000.0, *rc::gen::inRange(100, 3000) / 1000.0};
  const double budget = *rc::gen::inRange(1, 100'000) / 100.0;
  const WaterLevel water = water_level(demands, budget, bounds);
  RC_ASSERT(water.spent <= budget * (1 + 1e-9));
  RC_ASSERT(water.affordable == (bounds.floor * static_cast<double>(n) <= budget));
  if (!water.affordable) return;
  double sum = 0;
  for (const Demand& d : demands) {
    const double r = rate_at(d, water.level, bounds);
    RC_ASSERT(r >= bounds.floor && r <= bounds.ceiling);
    sum += r;
  }
  RC_ASSERT(std::abs(sum - water.spent) < 1e-6 * (1 + sum));
  if (bounds.ceiling * static_cast<double>(n) >= budget) RC_ASSERT(water.spent > budget * (1 - 1e-9));
}

// The harm of the closed form on heavy tails, as computed apart: Pareto(1.2) hazards and Pareto(1.5) weights by their
// quantiles, means of independent draws: the square root's share of uniform's harm is (E√λ E√w)² / (Eλ Ew).
TEST(Rates, TheSquareRootRuleHasItsClosedForm) {
  std::vector<Demand> demands;
  std::vector<double> lambda, weight;
  double roots = 0, products = 0;
  const auto pareto = [](double u, double shape) { return std::pow(1 - u, -1 / shape); };
  for (int i = 0; i < 20'000; ++i) {
    const double u = (i + 0.5) / 20'000, v = std::fmod(i * 0.6180339887498949 + 0.25, 1.0);
    lambda.push_back(pareto(u, 1.2)), weight.push_back(pareto(v, 1.5));
    demands.push_back(demand_of(lambda.back(), weight.back(), 0.8, 0));
    roots += std::sqrt(lambda.back() * weight.back()), products += lambda.back() * weight.back();
  }
  const double budget = 20'000 / 30.0;
  const WaterLevel water = water_level(demands, budget, {0, 1e9});
  double ours = 0, uniform = 0;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    ours += harm(lambda[i], weight[i], 0.8, 0, rate_at(demands[i], water.level, {0, 1e9}));
    uniform += harm(lambda[i], weight[i], 0.8, 0, budget / 20'000);
  }
  EXPECT_NEAR(ours / uniform, roots * roots / (20'000 * products), 1e-9);
  EXPECT_LT(ours / uniform, 0.5);
}

TEST(Rates, PeersSpendTheBudget) {
  const std::vector<double> lambda{0.01, 0.1, 1, 50}, weight{1, 1, 1, 1};
  for (const double budget : {0.01, 0.3, 2.0}) {
    const auto azar = azar_rates(lambda, weight, budget), kolobov = kolobov_rates(lambda, weight, budget);
    EXPECT_NEAR(std::accumulate(azar.begin(), azar.end(), 0.0), budget, 1e-9);
    EXPECT_NEAR(std::accumulate(kolobov.begin(), kolobov.end(), 0.0), budget, 1e-6 * budget);
    EXPECT_EQ(azar[3], 0) << "what changes too often gets nothing";
    EXPECT_GT(kolobov[3], kolobov[0]) << "the harmonic penalty starves nobody";
  }
  // Azar's rates satisfy their own Lagrange condition: w λ / (r + λ)² is the same for all that get any.
  const auto r = azar_rates(lambda, weight, 2.0);
  const double a = lambda[0] / std::pow(r[0] + lambda[0], 2), b = lambda[1] / std::pow(r[1] + lambda[1], 2);
  EXPECT_NEAR(a, b, 1e-9 * a);
}

TEST(Hazard, CellsAndLevelsAreOneToOne) {
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const Levels levels = levels_of(static_cast<Cell>(cell));
    EXPECT_EQ(cell_of(levels), cell);
    for (std::size_t f = 0; f < kFeatures; ++f) EXPECT_FALSE(level_text(static_cast<Feature>(f), levels[f]).empty());
  }
  EXPECT_EQ(*category_level("download"), 4);
  EXPECT_FALSE(category_level("politics").has_value());
}

TEST(Hazard, NothingSeenIsThePriorAndMuchSeenIsTheCount) {
  HazardPrior prior;
  std::vector<CellCount> counts(kCells);
  const Levels unfiled{1, 0, 0, 0, 0, 0, 0};
  HazardModel model = fit(counts, prior);
  EXPECT_NEAR(model.mean[0], prior.base_per_day, 1e-15);
  EXPECT_NEAR(model.mean[cell_of(unfiled)], prior.base_per_day * 3, 1e-15);
  counts[0] = {100'000, 40'000, 1e8};
  counts[cell_of(unfiled)] = {10'000, 40'000, 1e7};
  model = fit(counts, prior);
  EXPECT_NEAR(model.mean[0], 4e-4, 4e-6);
  EXPECT_NEAR(model.mean[cell_of(unfiled)], 4e-3, 4e-5);
  EXPECT_NEAR(model.relativity[0][1], 10, 0.1);
  // What was learned of being unfiled is carried to a cell that nobody saw yet.
  const Levels both{1, 4, 0, 0, 0, 0, 0};
  EXPECT_NEAR(model.mean[cell_of(both)], 4e-4 * 10 * 3, 4e-4);
}

TEST(Hazard, ASitesOwnRecordOutweighsItsClass) {
  const HazardModel model = fit(std::vector<CellCount>(kCells), {});
  const Belief fresh = belief(model, 0, {}), clean = belief(model, 0, {1000, 0}), caught = belief(model, 0, {100, 3});
  EXPECT_NEAR(fresh.mean, model.mean[0], 1e-15);
  EXPECT_LT(clean.mean, fresh.mean);
  EXPECT_GT(caught.mean, 8 * fresh.mean);
  EXPECT_GT(fresh.deviation, 0);
}

TEST(Hazard, CleanTimeBeforeAFinding) {
  EXPECT_NEAR(clean_days_before_finding(1e-9, 10), 5, 1e-6);
  EXPECT_NEAR(clean_days_before_finding(1e-5, 10), clean_days_before_finding(1.0001e-5, 10), 1e-4);
  EXPECT_NEAR(clean_days_before_finding(10, 1000), 0.1, 1e-9);
  EXPECT_NEAR(clean_days_before_finding(1, 1), 1 - 1 / (std::exp(1.0) - 1), 1e-12);
}

TEST(Timing, IntervalsKeepFloorCeilingAndTheMean) {
  SystemRandom random;
  const Jitter jitter(random), other(random);
  const Timing timing{0.25, 0, 100, 0.5, 10};
  double sum = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const double days = days_until_next(0.1, jitter.draw(i, 7), timing);
    EXPECT_GE(days, 7.5);
    EXPECT_LE(days, 12.5);
    sum += days;
    EXPECT_LE(days_until_next(1e-6, jitter.draw(i, 8), timing), 100);
    EXPECT_GE(days_until_next(1e6, jitter.draw(i, 9), timing), 0.5);
  }
  EXPECT_NEAR(sum / 20'000, 10, 0.1);
  EXPECT_NE(jitter.draw(1, 1).planned, jitter.draw(1, 2).planned);
  EXPECT_NE(jitter.draw(1, 1).planned, other.draw(1, 1).planned) << "another key, other times";
  double explored = 0;
  const Timing exploring{0.25, 0.1, 1e9, 0, 10};
  for (std::uint64_t i = 0; i < 1000; ++i)
    EXPECT_NEAR(days_until_next(0.005, jitter.draw(i, 2), {0.25, 0, 1e9, 0, 10}), 200, 10) << "never by more than ten";
  for (std::uint64_t i = 0; i < 20'000; ++i) explored += days_until_next(1e-9, jitter.draw(i, 1), exploring);
  EXPECT_NEAR(explored / 20'000, 10, 0.4) << "memoryless at its rate";
}

TEST(Plan, SaysWhatThePolicySays) {
  const Settings settings = settings_of(policy::Policy::standard());
  EXPECT_EQ(settings.tests_per_day, 60'000);
  EXPECT_DOUBLE_EQ(settings.floor_days, 180);
  EXPECT_DOUBLE_EQ(settings.shortest_days, 0.5);
  EXPECT_DOUBLE_EQ(settings.prior.relativity[0][1], 3);
  const Plan plan = first_plan(settings, 1'780'000);
  EXPECT_NEAR(rate_of(settings, plan, {}, {}).per_day, plan.equal_rate, 1e-12);
}

TEST(Plan, WhereTheBudgetCanNotMeetTheFloorAllGetTheSame) {
  Settings settings;
  settings.tests_per_day = 10;
  Plan plan = first_plan(settings, 100'000);
  plan.water = water_level(std::vector<Demand>(100'000, {1, 0}), plan.budget, bounds_of(settings));
  EXPECT_FALSE(plan.water.affordable);
  EXPECT_EQ(rate_of(settings, plan, {}, {0, 5}).per_day, plan.equal_rate);
}

}  // namespace
}  // namespace muster::schedule

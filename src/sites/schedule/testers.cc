#include "testers.h"

#include <base/random.h>
#include <schedule/scheduler.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::schedule {
namespace {

constexpr double kNever = 5'000;  // days
constexpr int kReplanDays = 7;

Minute after_days(Minute now, double days) {
  return now + static_cast<Minute>(std::max(1L, std::lround(std::min(days, kNever) * 1440)));
}

Jitter seeded_jitter(std::uint64_t seed) {
  SeededRandom random(seed ^ 0x5bd1e995);  // a simulation repeats itself; a schedule at work never takes such a key
  return Jitter(random);
}

// A given rate for every site.
class RateTester : public Tester {
 public:
  RateTester(std::vector<double> rates, const Timing& timing, std::uint64_t seed)
      : rates_(std::move(rates)),
        timing_(timing),
        jitter_(seeded_jitter(seed)),
        queue_(kSimStart),
        tests_(rates_.size()) {
    queue_.grow(static_cast<SiteNo>(rates_.size()));
    for (SiteNo no = 0; no < rates_.size(); ++no)
      if (rates_[no] > 1 / kNever)
        queue_.put(no, after_days(kSimStart, days_until_first(rates_[no], jitter_.draw(no, 0), timing_)));
  }
  std::optional<SiteNo> take(Minute now) override { return queue_.take_due(now); }
  void done(SiteNo no, Minute now, bool) override {
    queue_.put(no, after_days(now, days_until_next(rates_[no], jitter_.draw(no, ++tests_[no]), timing_)));
  }

 private:
  std::vector<double> rates_;
  Timing timing_;
  Jitter jitter_;
  DueQueue queue_;
  std::vector<std::uint32_t> tests_;
};

class RoundRobin : public Tester {
 public:
  explicit RoundRobin(std::size_t sites) : sites_(static_cast<SiteNo>(sites)) {}
  std::optional<SiteNo> take(Minute) override { return next_++ % sites_; }
  void done(SiteNo, Minute, bool) override {}

 private:
  SiteNo sites_, next_ = 0;
};

// Rules that know an interval alone and change it by what a test finds: a finding stands for a change of the page.
class IntervalTester : public Tester {
 public:
  IntervalTester(std::size_t sites, double first_days, std::uint64_t seed) : queue_(kSimStart) {
    const Jitter jitter = seeded_jitter(seed);
    interval_.assign(sites, static_cast<float>(first_days));
    queue_.grow(static_cast<SiteNo>(sites));
    for (SiteNo no = 0; no < sites; ++no)
      queue_.put(no, after_days(kSimStart, first_days * jitter.draw(no, 0).planned));
  }
  std::optional<SiteNo> take(Minute now) override { return queue_.take_due(now); }

 protected:
  std::vector<float> interval_;
  DueQueue queue_;
};

// StormCrawler's AdaptiveScheduler with its defaults: 1 hour to 14 days, first a day, both rates 0.5.
class StormCrawler final : public IntervalTester {
 public:
  using IntervalTester::IntervalTester;
  void done(SiteNo no, Minute now, bool found) override {
    constexpr float kLeast = 1.0f / 24, kMost = 14, kRate = 0.5f;
    float& i = interval_[no];
    i = found ? (1 - kRate) * i + kRate * kLeast : std::min(kMost, i * (1 + kRate));
    queue_.put(no, after_days(now, i));
  }
};

// Nutch's AdaptiveFetchSchedule with its defaults: 30 days at first, 1 minute to 365 days, increase 0.4, decrease 0.2,
// shifted towards the last change by 0.3 of the time since.
class Nutch final : public IntervalTester {
 public:
  Nutch(std::size_t sites, double first_days, std::uint64_t seed)
      : IntervalTester(sites, first_days, seed), changed_(sites, kSimStart) {}
  void done(SiteNo no, Minute now, bool found) override {
    constexpr double kLeast = 1.0 / 1440, kMost = 365, kMore = 0.4, kLess = 0.2, kShift = 0.3;
    double i = interval_[no];
    i *= found ? 1 - kLess : 1 + kMore;
    if (found) changed_[no] = now;
    const double since = static_cast<double>(now - changed_[no]) / 1440;
    if (since > i) i = since;
    i = std::clamp(i, kLeast, kMost);
    interval_[no] = static_cast<float>(i);
    queue_.put(no, after_days(now, std::max(0.0, i - kShift * since)));
  }

 private:
  std::vector<Minute> changed_;
};

// The scheduler that Muster runs, which knows nothing but what it is told and finds.
class Learned final : public Tester {
 public:
  Learned(const TesterSetting& with, bool features)
      : scheduler_(settings_of_run(with), seeded_jitter(with.options.seed), kSimStart) {
    scheduler_.reserve(with.world.size());
    for (const SimSite& site : with.world)
      scheduler_.add({{features ? site.cell : Cell{0}, site.weight, 0}, {}, 0, kSimStart, {}, false});
    scheduler_.replan(kSimStart);
  }
  static Settings settings_of_run(const TesterSetting& with) {
    Settings out = with.options.settings;
    out.tests_per_day = static_cast<std::int64_t>(with.budget);
    return out;
  }
  std::optional<SiteNo> take(Minute now) override {
    const auto taken = scheduler_.take(now);
    return taken ? std::optional(taken->site) : std::nullopt;
  }
  void done(SiteNo no, Minute now, bool found) override {
    scheduler_.done(no, now, found ? Outcome::violation : Outcome::clean);
  }
  void day(Minute now) override {
    if ((now - kSimStart) / 1440 % kReplanDays == 0) scheduler_.replan(now);
  }

 private:
  Scheduler scheduler_;
};

struct Known {
  std::vector<double> lambda, weight;
};
Known known(std::span<const SimSite> world) {
  Known out;
  for (const SimSite& site : world) out.lambda.push_back(site.lambda), out.weight.push_back(site.weight);
  return out;
}

std::vector<double> square_root_rates(const TesterSetting& with, double jitter, const Bounds& bounds) {
  const Settings& s = with.options.settings;
  std::vector<Demand> demands;
  demands.reserve(with.world.size());
  for (const SimSite& site : with.world)
    demands.push_back(
        demand_of(site.lambda, site.weight, effective_detection(detection_of(site), jitter), 1 / s.lasts_days));
  const WaterLevel water = water_level(demands, with.budget, bounds);
  std::vector<double> out;
  out.reserve(demands.size());
  for (const Demand& d : demands)
    out.push_back(water.affordable ? rate_at(d, water.level, bounds)
                                   : with.budget / static_cast<double>(demands.size()));
  return out;
}

// Politeness holds for all; what a rule would spend beyond it goes to the others in proportion.
std::vector<double> capped(const TesterSetting& with, const std::vector<double>& rates) {
  std::vector<Demand> demands;
  for (const double r : rates) demands.push_back({r, 0});
  const Bounds bounds{0, 1 / with.options.settings.shortest_days};
  const WaterLevel water = water_level(demands, with.budget, bounds);
  std::vector<double> out;
  for (const Demand& d : demands) out.push_back(rate_at(d, water.level, bounds));
  return out;
}

}  // namespace

std::unique_ptr<Tester> make_tester(std::string_view code, const TesterSetting& with) {
  const std::size_t n = with.world.size();
  const std::uint64_t seed = with.options.seed;
  const Settings& s = with.options.settings;
  // All schedules that are nothing but rates have the same jitter, so that they differ in rates alone.
  const auto by_rates = [&](std::vector<double> rates) -> std::unique_ptr<Tester> {
    return std::make_unique<RateTester>(std::move(rates), Timing{s.jitter, 0, kNever, s.shortest_days * (1 - s.jitter)},
                                        seed);
  };
  if (code == "uniform") return by_rates(std::vector<double>(n, with.budget / static_cast<double>(n)));
  if (code == "round_robin") return std::make_unique<RoundRobin>(n);
  if (code == "stormcrawler") return std::make_unique<StormCrawler>(n, 1, seed);
  if (code == "nutch") return std::make_unique<Nutch>(n, 30, seed);
  if (code == "ours_learned") return std::make_unique<Learned>(with, true);
  if (code == "ours_unfeatured") return std::make_unique<Learned>(with, false);
  if (code == "ours_known")
    return std::make_unique<RateTester>(square_root_rates(with, s.jitter, bounds_of(s)),
                                        Timing{s.jitter, 0, s.floor_days, s.shortest_days * (1 - s.jitter)}, seed);
  // Intervals without jitter, but for half a day of it, so that their hours differ.
  if (code == "optimum")
    return std::make_unique<RateTester>(square_root_rates(with, 0, {1 / s.floor_days, 1 / s.shortest_days}),
                                        Timing{0.5, 0, s.floor_days, s.shortest_days / 2, 0.5}, seed);
  const Known k = known(with.world);
  if (code == "proportional") return by_rates(capped(with, k.lambda));
  if (code == "azar") return by_rates(capped(with, azar_rates(k.lambda, k.weight, with.budget)));
  if (code == "kolobov") return by_rates(capped(with, kolobov_rates(k.lambda, k.weight, with.budget)));
  return nullptr;
}

}  // namespace muster::schedule

#include "testers.h"
#include <schedule/simulate.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace muster::schedule {
namespace {

constexpr SimSchedule kSchedules[] = {
    {"uniform", "uniform", "the same rate for all, jittered"},
    {"round_robin", "round robin", "one after the other, without jitter"},
    {"proportional", "proportional", "rate ∝ hazard, known"},
    {"stormcrawler", "StormCrawler", "AdaptiveScheduler: interval halved towards 1 h or × 1.5, at most 14 d"},
    {"nutch", "Nutch", "AdaptiveFetchSchedule: interval × 0.8 or × 1.4, shifted to the last change"},
    {"azar", "Azar et al. 2018", "most weight fresh, rates known"},
    {"kolobov", "Kolobov et al. 2019", "LambdaCrawl, harmonic penalty, rates known"},
    {"ours_known", "Muster, rates known", "∝ √(wλ/q), floor, ceiling, jitter"},
    {"ours_learned", "Muster, rates learned", "the same, from features and findings alone, with exploration"},
    {"ours_unfeatured", "Muster, without features", "the same, from findings alone"},
    {"optimum", "offline optimum", "best rates with the floor, rates and detection known, no jitter"}};

constexpr std::uint32_t kSitesMax = 20'000'000;
constexpr int kDaysMax = 3650;
constexpr Minute kStep = DueQueue::kBucketMinutes;
constexpr std::size_t kDelayBins = 4 * 400;

struct Live {
  float on, off;  // days from the start: the violation that is under way or comes next
  std::uint32_t onsets, tests;
};

// One schedule in one world.
class Run {
 public:
  Run(const SimOptions& options, std::span<const SimSite> world, double budget)
      : o_(options), world_(world), budget_(budget), from_(options.burn_in), until_(options.burn_in + options.days) {
    live_.resize(world.size());
    last_.assign(world.size(), kSimStart);
    delays_.assign(kDelayBins, 0);
    change_.assign(static_cast<std::size_t>(until_) + 2, 0);
    for (SiteNo no = 0; no < live_.size(); ++no) begin(no);
  }
  Result<SimResult> go(std::string_view code, const std::function<bool(std::string_view, int, int)>& progress) {
    const auto started = std::chrono::steady_clock::now();
    const auto tester = make_tester(code, {o_, world_, budget_});
    for (int day = 0; day < until_; ++day) {
      if (progress && !progress(code, day, until_))
        return refused("sim_cancelled", "The simulation was stopped before its end. Nothing is kept of it.");
      tester->day(kSimStart + static_cast<Minute>(day) * 1440);
      run_day(*tester, day);
    }
    for (SiteNo no = 0; no < live_.size(); ++no) {
      pass(no, until_);
      if (live_[no].on < until_) close(no, until_, kOpen);
    }
    SimResult out = summary(code);
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return out;
  }

 private:
  enum Ending { kFound, kEnded, kOpen };
  static constexpr std::uint64_t kOnsets = 1'000, kTests = 1'000'000'000;  // places in a site's stream

  double draw(SiteNo no, std::uint64_t place) const { return chance(o_.seed, no, place); }
  void next_onset(SiteNo no, double after) {
    Live& live = live_[no];
    const std::uint64_t place = kOnsets + 2 * live.onsets++;
    live.on = static_cast<float>(after + chance_days(draw(no, place), world_[no].lambda));
    live.off = static_cast<float>(live.on + chance_days(draw(no, place + 1), 1 / o_.settings.lasts_days));
  }
  // At the start the world has never been tested: a site violates with the chance λ / (λ + μ).
  void begin(SiteNo no) {
    const double ends = 1 / o_.settings.lasts_days;
    next_onset(no, 0);
    if (draw(no, 7) < world_[no].lambda / (world_[no].lambda + ends)) {
      live_[no].on = 0;
      live_[no].off = static_cast<float>(chance_days(draw(no, 8), ends));
    }
  }
  void run_day(Tester& tester, int day) {
    const auto steps = 1440 / kStep;
    std::int64_t made = 0;
    for (Minute step = 0; step < steps; ++step) {
      const auto allowed = static_cast<std::int64_t>(budget_ * (step + 1) / steps);
      const Minute now = kSimStart + static_cast<Minute>(day) * 1440 + step * kStep;
      for (; made < allowed; ++made) {
        const auto site = tester.take(now);
        if (!site) break;
        // Within the step, tests come one after the other.
        const double at = day + (step + draw(*site, 9)) / steps;
        const bool found = test(*site, at);
        if (at >= from_) {
          ++out_.tests;
          longest_ = std::max(longest_, now - last_[*site]);
        }
        last_[*site] = now;
        tester.done(*site, now, found);
      }
    }
  }
  // Whether the tester thinks that it found something.
  bool test(SiteNo no, double at) {
    pass(no, at);
    Live& live = live_[no];
    const std::uint64_t place = kTests + 4 * live.tests++;
    if (live.on > at) {
      const bool alarm = draw(no, place) < kFalseAlarm;
      if (alarm && at >= from_) ++out_.false_alarms;
      return false;  // a person looks at it and dismisses it
    }
    const SimSite& site = world_[no];
    const double hour = 24 * (at - std::floor(at));
    const double into = std::fmod(hour - site.hour_from + 24, 24);
    const bool shown = into < site.hours && (!site.phones_only || draw(no, place + 1) < kAsPhone) &&
                       (!site.home_only || draw(no, place + 2) < kFromHome);
    if (!shown || draw(no, place + 3) >= kSeesIt) return false;
    close(no, at, kFound);
    next_onset(no, at);
    return true;
  }
  // What began and ended by itself before `at`.
  void pass(SiteNo no, double at) {
    while (live_[no].off <= at) {
      const double off = live_[no].off;
      close(no, off, kEnded);
      next_onset(no, off);
    }
  }
  void close(SiteNo no, double at, Ending ending) {
    const double on = live_[no].on, weight = world_[no].weight;
    const double lost = std::min<double>(at, until_) - std::max<double>(on, from_);
    if (lost > 0) out_.exposure += lost * weight, out_.plain_exposure += lost;
    change_[static_cast<std::size_t>(std::ceil(on))] += weight;
    change_[static_cast<std::size_t>(std::min<double>(std::ceil(at), until_ + 1.0))] -= weight;
    if (on < from_ || on >= until_) return;
    ++out_.onsets;
    if (ending != kFound) return;
    ++out_.found;
    ++delays_[std::min(kDelayBins - 1, static_cast<std::size_t>((at - on) / kDelayBinDays))];
  }
  double quantile(double share) const {
    const auto wanted = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(out_.onsets)));
    std::int64_t seen = 0;
    for (std::size_t bin = 0; bin + 1 < kDelayBins; ++bin)
      if ((seen += delays_[bin]) >= wanted) return (static_cast<double>(bin) + 0.5) * kDelayBinDays;
    return std::numeric_limits<double>::infinity();
  }
  SimResult summary(std::string_view code) {
    SimResult out = out_;
    out.code = code;
    out.exposure /= o_.days, out.plain_exposure /= o_.days;
    out.median_delay = quantile(0.5), out.p90_delay = quantile(0.9);
    for (SiteNo no = 0; no < last_.size(); ++no)
      longest_ = std::max(longest_, kSimStart + static_cast<Minute>(until_) * 1440 - last_[no]);
    out.longest_gap = longest_ / 1440.0;
    std::int64_t seen = 0;
    for (const std::int64_t bin : delays_)
      out.found_by.push_back(static_cast<double>(seen += bin) /
                             static_cast<double>(std::max<std::int64_t>(1, out.onsets)));
    double now = 0;
    for (int day = 0; day < until_; ++day) out.daily.push_back(now += change_[static_cast<std::size_t>(day)]);
    return out;
  }

  const SimOptions& o_;
  std::span<const SimSite> world_;
  double budget_;
  int from_, until_;
  std::vector<Live> live_;
  std::vector<Minute> last_;
  Minute longest_ = 0;
  std::vector<std::int64_t> delays_;
  std::vector<double> change_;
  SimResult out_;
};

}  // namespace

const SimResult* Simulation::find(std::string_view code) const {
  for (const SimResult& result : results)
    if (result.code == code) return &result;
  return nullptr;
}

std::span<const SimSchedule> sim_schedules() {
  return kSchedules;
}

Result<Simulation> simulate(const SimOptions& options,
                            const std::function<bool(std::string_view, int, int)>& progress) {
  if (options.sites < 100 || options.sites > kSitesMax || options.days < 1 || options.burn_in < 0 ||
      options.days + options.burn_in > kDaysMax || !(options.interval_days >= 1 && options.interval_days <= 1000) ||
      !(options.onsets_per_site_year > 0 && options.onsets_per_site_year <= 100) ||
      !(options.told >= 0 && options.told <= 1))
    return invalid("sim_size",
                   "A simulation takes 100 to 20,000,000 sites, 1 to 3,650 days in all, a budget of one test in 1 to "
                   "1,000 days, and at most 100 onsets a site and year.",
                   "sites");
  for (const std::string& code : options.schedules)
    if (std::none_of(std::begin(kSchedules), std::end(kSchedules),
                     [&](const SimSchedule& s) { return s.code == code; }))
      return invalid("schedule_unknown", "There is no such schedule.", "policy");
  Simulation out{options, {}};
  const auto world = make_world(out.options);
  const double budget = std::floor(options.sites / options.interval_days);
  for (const SimSchedule& schedule : kSchedules) {
    if (!options.schedules.empty() &&
        std::find(options.schedules.begin(), options.schedules.end(), schedule.code) == options.schedules.end())
      continue;
    Run run(out.options, world, budget);
    MUSTER_TRY(auto result, run.go(schedule.code, progress));
    out.results.push_back(std::move(result));
  }
  return out;
}

}  // namespace muster::schedule

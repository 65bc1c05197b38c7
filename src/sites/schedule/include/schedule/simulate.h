// A world of sites in which schedules are tried out beside each other: who begins to violate when, for how long, and
// from whom it hides, are drawn from the seed; the same onsets meet every schedule. Hazards are Pareto(1.2), weights
// Pareto(1.5); features tell a part of the hazard. Shares of sites show what they do only at some hours of the day,
// only to phones, or only within the country. Every schedule has the same budget a day and the same tester. Repeats
// itself exactly for a seed, on one machine and compiler. Takes 80 bytes a site. Thread-safe.
#pragma once

#include <base/result.h>
#include <schedule/plan.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::schedule {

struct SimOptions {
  std::uint64_t seed = 1;
  std::uint32_t sites = 1'780'000;
  int days = 365;             // that are measured
  int burn_in = 120;          // days before them: what was there at the start is found, rates are learned
  double interval_days = 30;  // budget: every site once in so many days, if all were the same
  double onsets_per_site_year = 0.1;
  double told = 1;                     // 0: features say nothing of the hazard, 1: as much as by default
  std::vector<std::string> schedules;  // codes; empty: all
  Settings settings;                   // of ours; the budget is put in
};

inline constexpr double kDelayBinDays = 0.25;
struct SimResult {
  std::string code;
  std::int64_t tests = 0, onsets = 0,
               found = 0;  // in the measured days; onsets that the measured days began with apart
  std::int64_t false_alarms = 0;
  double exposure = 0;                     // weighted site-days of undetected violation, a day
  double plain_exposure = 0;               // sites that violate undetected, on average
  double median_delay = 0, p90_delay = 0;  // days from onset to finding, of all onsets; infinite: most are never found
  double longest_gap = 0;                  // days that some site waited between two tests, at most
  std::vector<double> found_by;            // share of onsets found within (i + 1) · kDelayBinDays
  std::vector<double> daily;               // weighted sites that violate, at the start of every day, burn-in included
  double seconds = 0;                      // that the run took
};
struct Simulation {
  SimOptions options;
  std::vector<SimResult> results;  // in the order of kSchedules
  const SimResult* find(std::string_view code) const;
};

struct SimSchedule {
  std::string_view code, en, rule;
};
// uniform, round_robin, proportional, stormcrawler, nutch, azar, kolobov, ours_known, ours_learned, ours_unfeatured,
// optimum
std::span<const SimSchedule> sim_schedules();

// progress(code, day, days) says whether to go on. Errors: schedule_unknown, sim_size, sim_cancelled.
Result<Simulation> simulate(const SimOptions& options,
                            const std::function<bool(std::string_view code, int day, int days)>& progress = {});

struct Plot {
  std::string name, svg;  // exposure.svg
};
// Exposure against uniform, delays, and harm over time, as SVG.
std::vector<Plot> plots_of(const Simulation& simulation);
// One JSON object.
std::string json_of(const Simulation& simulation);

}  // namespace muster::schedule

#include "schedule_report.h"

#include "interruptible.h"
#include <base/files.h>
#include <base/text.h>
#include <policy/policy.h>

#include <cmath>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

std::string days_text(double days) {
  return std::isfinite(days) ? fmt::format("{:.1f}", days) : "never";
}

void print_table(const schedule::Simulation& made) {
  const auto& o = made.options;
  fmt::print("Seed {}: {} sites, {} days after {}, a budget of {} tests a day.\n\n", o.seed, with_separators(o.sites),
             o.days, o.burn_in, with_separators(static_cast<std::int64_t>(o.sites / o.interval_days)));
  fmt::print("{:<24} {:>12} {:>10} {:>10} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "SCHEDULE", "EXPOSURE", "/UNIFORM",
             "/OPTIMUM", "MEDIAN", "P90", "FOUND", "ALARMS", "GAP");
  const auto* uniform = made.find("uniform");
  const auto* optimum = made.find("optimum");
  const auto ratio = [](double value, const schedule::SimResult* base) {
    return base && base->exposure > 0 ? fmt::format("{:.4f}", value / base->exposure) : std::string("-");
  };
  for (const auto& r : made.results) {
    std::string_view name = r.code;
    for (const auto& schedule : schedule::sim_schedules())
      if (schedule.code == r.code) name = schedule.en;
    const double found = r.onsets > 0 ? 100.0 * static_cast<double>(r.found) / static_cast<double>(r.onsets) : 0;
    fmt::print("{:<24} {:>12.1f} {:>10} {:>10} {:>8} {:>8} {:>7.1f}% {:>8} {:>8.0f}\n", name, r.exposure,
               ratio(r.exposure, uniform), ratio(r.exposure, optimum), days_text(r.median_delay),
               days_text(r.p90_delay), found, r.false_alarms, r.longest_gap);
  }
  fmt::print(
      "\nExposure: weighted sites that violate undetected, on average. Median and p90: days from onset to finding, of "
      "all onsets.\nFound: of the onsets, in the measured days. Gap: the most days that some site waited for a "
      "test.\n");
}

Result<void> write_plots(const schedule::Simulation& made, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const auto& plot : schedule::plots_of(made)) MUSTER_CHECK_OK(replace_file(folder + "/" + plot.name, plot.svg));
  return {};
}

}  // namespace

Result<void> schedule_simulate(const ScheduleSimulation& run) {
  schedule::SimOptions options = run.options;
  if (run.policy_file.empty()) {
    options.settings = schedule::settings_of(policy::Policy::standard());
  } else {
    MUSTER_TRY(const auto policy, policy::Policy::load(run.policy_file));
    options.settings = schedule::settings_of(policy);
  }
  const Interruptible interruptible;
  const bool live = ::isatty(STDERR_FILENO) && !run.json;
  MUSTER_TRY(const auto made, schedule::simulate(options, [&](std::string_view code, int day, int days) {
               if (live && day % 5 == 0) fmt::print(stderr, "\r\033[K{}: day {} of {}", code, day, days);
               return !Interruptible::asked();
             }));
  if (live) fmt::print(stderr, "\r\033[K");
  if (run.json)
    fmt::print("{}\n", schedule::json_of(made));
  else
    print_table(made);
  if (run.plots.empty()) return {};
  return write_plots(made, run.plots);
}

}  // namespace muster::cli

// The settings of the schedule, as the policy file says them, and what one planning came to: the model of hazards and
// the water level, from which the rate of any site follows without looking at another one. Pure values and functions.
#pragma once

#include <schedule/hazard.h>
#include <schedule/jitter.h>
#include <schedule/rates.h>

#include <cstdint>
#include <string>

namespace muster::policy {
class Policy;
}

namespace muster::schedule {

struct Settings {
  std::int64_t tests_per_day = 60'000;
  double floor_days = 180;     // every site once in so many days
  double shortest_days = 0.5;  // politeness: planned tests of one site are on average at least so far apart
  double explored = 0.02;      // share of the budget for memoryless tests of any site
  double for_events = 0.10;    // share of the budget that events may take before everything else
  double jitter = 0.2;         // of intervals
  double window_days = 10;     // by which it moves a test to either side, at most
  double lasts_days = 365;     // a violation that nobody finds ends by itself after so long, on average
  double detection = 0.7;      // chance that one test sees a violation that is there
  double new_lead_days = 1;    // a new site counts as overdue by so much
  double retry_days = 1;       // after a visit that saw nothing because it failed
  HazardPrior prior;
};
Settings settings_of(const policy::Policy& policy);

// What decides about a site's rate.
struct SiteFacts {
  Cell cell = 0;
  float weight = 1;     // harm a day of an undetected violation, in those of an ordinary site
  float detection = 0;  // 0: that of the settings
};

struct Plan {
  HazardModel model;
  WaterLevel water;
  std::int64_t sites = 0;
  double budget = 0;           // tests a day that are planned; the rest is for events and exploration
  double explore_per_day = 0;  // of every site
  double equal_rate = 0;       // of every site, where the budget can't meet the floor
};
// Before anything is known: rates from the prior, as if every site were ordinary.
Plan first_plan(const Settings& settings, std::int64_t sites);
// Planned intervals end so long before the floor, because a sudden flood of events makes everything else late: a week's
// share of them, and a day.
double floor_margin_days(const Settings& settings);
// The part of the day's budget that is planned, when events take `events_per_day`.
double planned_budget(const Settings& settings, double events_per_day);
Bounds bounds_of(const Settings& settings);
Demand demand_of(const Settings& settings, const HazardModel& model, const SiteFacts& facts,
                 const SiteHistory& history);

struct SiteRate {
  Belief hazard;
  double effective_detection = 0;
  double unbounded_per_day = 0;  // before floor and ceiling
  double per_day = 0;
};
SiteRate rate_of(const Settings& settings, const Plan& plan, const SiteFacts& facts, const SiteHistory& history);
Timing timing_of(const Settings& settings, const Plan& plan);

enum class Outcome : std::uint8_t { clean, violation, error };
// What a test that ended `days` after the one before (or after the site came) teaches.
SiteHistory learned(const SiteHistory& before, double lambda, Outcome outcome, double days);

}  // namespace muster::schedule

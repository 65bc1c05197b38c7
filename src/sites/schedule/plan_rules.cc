#include <schedule/plan.h>

#include <algorithm>

namespace muster::schedule {

Bounds bounds_of(const Settings& settings) {
  // The floor is met by the longest interval that jitter makes of a mean one.
  const double longest = settings.floor_days - floor_margin_days(settings);
  const double floor = 1 / std::max(longest - settings.window_days, longest / (1 + settings.jitter));
  return {floor, std::max(floor, 1 / settings.shortest_days)};
}

double floor_margin_days(const Settings& settings) {
  return std::min(1 + 7 * settings.for_events, settings.floor_days / 4);
}

double planned_budget(const Settings& settings, double events_per_day) {
  const auto all = static_cast<double>(settings.tests_per_day);
  // A memoryless test also begins a new interval, which saves about half of a planned one.
  return all * (1 - settings.explored / 2) - std::min(events_per_day, settings.for_events * all);
}

Plan first_plan(const Settings& settings, std::int64_t sites) {
  Plan plan;
  plan.model = fit(std::array<CellCount, kCells>{}, settings.prior);
  plan.sites = sites;
  plan.budget = planned_budget(settings, 0);
  const auto n = static_cast<double>(std::max<std::int64_t>(sites, 1));
  plan.explore_per_day = settings.explored * static_cast<double>(settings.tests_per_day) / n;
  plan.equal_rate = plan.budget / n;
  const Demand ordinary = demand_of(settings, plan.model, {}, {});
  plan.water = {(plan.equal_rate + ordinary.push) / ordinary.pull, plan.budget, 0, 0, true};
  return plan;
}

Demand demand_of(const Settings& settings, const HazardModel& model, const SiteFacts& facts,
                 const SiteHistory& history) {
  const double p = facts.detection > 0 ? facts.detection : settings.detection;
  return demand_of(belief(model, facts.cell, history).mean, facts.weight, effective_detection(p, settings.jitter),
                   1 / settings.lasts_days);
}

SiteRate rate_of(const Settings& settings, const Plan& plan, const SiteFacts& facts, const SiteHistory& history) {
  SiteRate out;
  out.hazard = belief(plan.model, facts.cell, history);
  out.effective_detection =
      effective_detection(facts.detection > 0 ? facts.detection : settings.detection, settings.jitter);
  if (!plan.water.affordable) {
    out.per_day = out.unbounded_per_day = plan.equal_rate;
    return out;
  }
  const Demand demand = demand_of(out.hazard.mean, facts.weight, out.effective_detection, 1 / settings.lasts_days);
  out.unbounded_per_day = std::max(0.0, plan.water.level * demand.pull - demand.push);
  out.per_day = rate_at(demand, plan.water.level, bounds_of(settings));
  return out;
}

Timing timing_of(const Settings& settings, const Plan& plan) {
  Timing timing{settings.jitter, plan.explore_per_day, settings.floor_days - floor_margin_days(settings),
                settings.shortest_days * (1 - settings.jitter), settings.window_days};
  if (!plan.water.affordable) timing.longest_days = 1e9;
  return timing;
}

SiteHistory learned(const SiteHistory& before, double lambda, Outcome outcome, double days) {
  SiteHistory out = before;
  if (outcome == Outcome::error || days < 0) return out;
  if (outcome == Outcome::clean) {
    out.exposure_days += days;
  } else {
    out.exposure_days += clean_days_before_finding(lambda, days);
    ++out.violations;
  }
  return out;
}

}  // namespace muster::schedule

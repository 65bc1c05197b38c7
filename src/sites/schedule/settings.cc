#include <policy/policy.h>
#include <schedule/plan.h>

namespace muster::schedule {
namespace {

double days_of(const policy::Policy& policy, const char* key) {
  return std::chrono::duration<double, std::ratio<86'400>>(policy.duration(key)).count();
}
double share_of(const policy::Policy& policy, const char* key) {
  return static_cast<double>(policy.number(key)) / 100;
}

HazardPrior prior_of(const policy::Policy& policy) {
  HazardPrior prior;
  prior.base_per_day = static_cast<double>(policy.number("schedule.violations_per_1000_site_years")) / 1000 / 365;
  prior.strength = static_cast<double>(policy.number("schedule.prior_strength"));
  prior.cell_strength = static_cast<double>(policy.number("schedule.class_strength"));
  prior.site_shape = share_of(policy, "schedule.site_shape_percent");
  const auto risk = [&](Feature feature, std::size_t level, const char* key) {
    prior.relativity[static_cast<std::size_t>(feature)][level] = share_of(policy, key);
  };
  risk(Feature::filing, 1, "schedule.risk_unfiled");
  risk(Feature::category, 1, "schedule.risk_trade");
  risk(Feature::category, 2, "schedule.risk_community");
  risk(Feature::category, 3, "schedule.risk_media");
  risk(Feature::category, 4, "schedule.risk_download");
  risk(Feature::age, 1, "schedule.risk_under_a_year");
  risk(Feature::age, 2, "schedule.risk_under_a_quarter");
  risk(Feature::growth, 1, "schedule.risk_sudden_growth");
  risk(Feature::holder, 1, "schedule.risk_holder_violation");
  risk(Feature::reports, 1, "schedule.risk_reported");
  risk(Feature::partner, 1, "schedule.risk_promoted");
  return prior;
}

}  // namespace

Settings settings_of(const policy::Policy& policy) {
  Settings out;
  out.tests_per_day = policy.number("schedule.tests_per_day");
  out.floor_days = days_of(policy, "schedule.floor_every");
  out.shortest_days = days_of(policy, "schedule.ceiling_every");
  out.explored = share_of(policy, "schedule.exploration_percent");
  out.for_events = share_of(policy, "schedule.events_percent");
  out.jitter = share_of(policy, "schedule.jitter_percent");
  out.lasts_days = days_of(policy, "schedule.violation_lasts");
  out.detection = share_of(policy, "schedule.detection_percent");
  out.new_lead_days = days_of(policy, "schedule.new_lead");
  out.retry_days = days_of(policy, "schedule.retry_failed");
  out.prior = prior_of(policy);
  return out;
}

}  // namespace muster::schedule

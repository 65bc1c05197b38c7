#include <schedule/scheduler.h>

#include <algorithm>
#include <cmath>

namespace muster::schedule {
namespace {

constexpr Minute kDayMinutes = 1440;
constexpr double kEventsMemory = 1.0 / 7;  // of the average over days
constexpr Minute kLateMax = kDayMinutes / 2;
constexpr int kShedMax = 64;       // of one decision
constexpr double kPatience = 0.9;  // of the longest interval
constexpr double kFarDays = 10'000;

Minute minutes(double days) {
  return static_cast<Minute>(std::lround(std::min(days, kFarDays) * kDayMinutes));
}

}  // namespace

Scheduler::Scheduler(const Settings& settings, const Jitter& jitter, Minute start)
    : settings_(settings), jitter_(jitter), queue_(start), counts_(kCells), day_(start / kDayMinutes) {
  plan_ = first_plan(settings_, 1);
  timing_ = timing_of(settings_, plan_);
}

void Scheduler::reserve(std::size_t sites) {
  sites_.reserve(sites);
  plan_ = first_plan(settings_, static_cast<std::int64_t>(sites));
  timing_ = timing_of(settings_, plan_);
}

SiteFacts Scheduler::facts_of(const State& s, SiteNo no) const {
  const float p = detection_.empty() ? 0 : static_cast<float>(detection_[no]) / 100;
  return {s.cell, s.weight, p};
}

SiteNo Scheduler::add(const Site& site) {
  const auto no = static_cast<SiteNo>(sites_.size());
  const auto violations = static_cast<std::uint16_t>(std::min<std::uint32_t>(site.history.violations, 0xffff));
  sites_.push_back({static_cast<float>(site.history.exposure_days), site.facts.weight, site.last, site.tests,
                    site.facts.cell, violations, site.hours});
  if (site.facts.detection > 0 && detection_.empty()) detection_.assign(sites_.size() - 1, 0);
  if (site.facts.detection > 0 || !detection_.empty())
    detection_.push_back(static_cast<std::uint8_t>(std::lround(site.facts.detection * 100)));
  CellCount& count = counts_[site.facts.cell];
  ++count.sites;
  count.violations += violations;
  count.exposure_days += site.history.exposure_days;
  queue_.grow(no + 1);
  if (site.event) {
    queue_.put_first(no);
  } else if (site.due) {
    queue_.put(no, *site.due);
  } else {
    const double rate = rate_of(settings_, plan_, site.facts, site.history).per_day;
    queue_.put(no, site.last + minutes(days_until_first(rate, jitter_.draw(no, site.tests), timing_)));
  }
  return no;
}

Scheduler::Site Scheduler::site(SiteNo no) const {
  const State& s = sites_[no];
  return {facts_of(s, no), history_of(s), s.tests, s.last, std::nullopt, queue_.is_first_lane(no), s.hours};
}

const Plan& Scheduler::replan(Minute now) {
  new_day(now);
  plan_.model = fit(counts_, settings_.prior);
  plan_.sites = static_cast<std::int64_t>(sites_.size());
  plan_.budget = planned_budget(settings_, events_per_day_);
  const double n = std::max(1.0, static_cast<double>(sites_.size()));
  plan_.explore_per_day = settings_.explored * static_cast<double>(settings_.tests_per_day) / n;
  plan_.equal_rate = plan_.budget / n;
  std::vector<Demand> demands;
  demands.reserve(sites_.size());
  for (SiteNo no = 0; no < sites_.size(); ++no)
    demands.push_back(demand_of(settings_, plan_.model, facts_of(sites_[no], no), history_of(sites_[no])));
  plan_.water = water_level(demands, plan_.budget, bounds_of(settings_));
  timing_ = timing_of(settings_, plan_);
  return plan_;
}

void Scheduler::new_day(Minute now) {
  const std::uint32_t day = now / kDayMinutes;
  for (; day_ < day; ++day_) {
    events_per_day_ += kEventsMemory * (static_cast<double>(taken_events_) - events_per_day_);
    taken_ = taken_events_ = 0;
    if (day - day_ > 100) day_ = day - 1;  // long asleep: no average is left
  }
}

// Where findings pile up between two plannings, or events flood, all is late. Then whoever has time until the floor
// waits a quarter longer than it did, so that the others don't wait too long.
std::optional<SiteNo> Scheduler::take_due(Minute now) {
  const auto patient = static_cast<Minute>(std::min(timing_.longest_days, kFarDays) * kDayMinutes * kPatience);
  for (int shed = 0;; ++shed) {
    const auto site = queue_.take_due(now);
    if (!site || queue_.late(now) < kLateMax || shed == kShedMax) return site;
    const Minute last = std::min(now, sites_[*site].last), waited = now - last;
    if (waited >= patient) return site;
    queue_.put(*site, std::min(now + std::max(DueQueue::kBucketMinutes, waited / 4), last + patient));
  }
}

std::optional<Scheduler::Taken> Scheduler::take(Minute now) {
  new_day(now);
  const std::int64_t allowed = settings_.tests_per_day * (now % kDayMinutes + 1) / kDayMinutes;
  if (taken_ >= allowed) return {};
  // Events come first, up to their share of the day, so that a flood of reports can't break the floor; beyond it they
  // take what is left over.
  const auto share = static_cast<std::int64_t>(settings_.for_events * static_cast<double>(settings_.tests_per_day));
  std::optional<SiteNo> site;
  bool event = queue_.has_event() && taken_events_ < share;
  if (event) {
    site = queue_.take_event();
  } else {
    site = take_due(now);
    if (!site) {
      site = queue_.take_event();
      event = site.has_value();
    }
  }
  if (!site) return {};
  ++taken_;
  taken_events_ += event;
  return Taken{*site, event};
}

Minute Scheduler::next_due(const State& s, SiteNo no, Minute now, double rate) const {
  const double hour = static_cast<double>(now % kDayMinutes) / 60;
  return now + std::max<Minute>(1, minutes(days_until_next(rate, jitter_.draw(no, s.tests), timing_, hour, s.hours)));
}

Minute Scheduler::done(SiteNo no, Minute now, Outcome outcome) {
  State& s = sites_[no];
  const SiteHistory before = history_of(s);
  const SiteFacts facts = facts_of(s, no);
  ++s.tests;
  if (outcome == Outcome::error) {
    const Minute due = now + minutes(settings_.retry_days);
    queue_.put(no, due);
    return due;
  }
  const SiteHistory after = learned(before, belief(plan_.model, s.cell, before).mean, outcome,
                                    static_cast<double>(now - std::min(now, s.last)) / kDayMinutes);
  CellCount& count = counts_[s.cell];
  count.exposure_days += after.exposure_days - before.exposure_days;
  count.violations += after.violations - before.violations;
  s.exposure_days = static_cast<float>(after.exposure_days);
  s.violations = static_cast<std::uint16_t>(std::min<std::uint32_t>(after.violations, 0xffff));
  if (outcome == Outcome::violation) s.hours = with_finding(s.hours, static_cast<double>(now % kDayMinutes) / 60);
  s.last = now;
  const Minute due = next_due(s, no, now, rate_of(settings_, plan_, facts, history_of(s)).per_day);
  queue_.put(no, due);
  return due;
}

void Scheduler::event(SiteNo no) {
  queue_.put_first(no);
}

void Scheduler::reconsider(SiteNo no, Cell cell, Minute now) {
  State& s = sites_[no];
  CellCount &from = counts_[s.cell], &to = counts_[cell];
  --from.sites, ++to.sites;
  from.violations -= s.violations, to.violations += s.violations;
  from.exposure_days -= s.exposure_days, to.exposure_days += s.exposure_days;
  const double before = rate_of(settings_, plan_, facts_of(s, no), history_of(s)).per_day;
  s.cell = cell;
  const double rate = rate_of(settings_, plan_, facts_of(s, no), history_of(s)).per_day;
  if (rate <= before || !queue_.waits(no) || queue_.is_first_lane(no)) return;
  queue_.put(no, std::max(now, next_due(s, no, s.last, rate)));
}

}  // namespace muster::schedule

#include "store.h"
#include <base/text.h>
#include <filings/service.h>
#include <filings/states.h>
#include <names/name.h>
#include <policy/policy.h>
#include <schedule/campaign.h>
#include <schedule/service.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace muster::schedule {
namespace {

constexpr int kJournalShown = 20;
constexpr int kEventsOverDays = 7;
constexpr int kPageRows = 10'000;
constexpr std::int64_t kDayMicros = 86'400'000'000;

Instant day_of(Instant t) {
  return {t.micros - t.micros % kDayMicros};
}

double hour_of(Instant t) {
  return static_cast<double>(t.micros % kDayMicros) / 3'600e6;
}
Instant later(Instant from, double days) {
  return from + Duration(static_cast<std::int64_t>(std::min(days, 36'500.0) * 86'400e6));
}
double days_from(Instant from, Instant to) {
  return std::chrono::duration<double, std::ratio<86'400>>(to - from).count();
}

// The words of filings that say what a site is; the first that fits counts, the riskiest first.
std::uint8_t category_of(const std::string& services) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"download", "download"}, {"software", "download"}, {"audiovisual", "media"}, {"culture", "media"},
      {"video", "media"},       {"games", "media"},       {"bbs", "community"},     {"chat", "community"},
      {"shop", "trade"},        {"trade", "trade"},       {"payment", "trade"}};
  const auto words = split(services, ' ');
  for (const auto& [word, category] : kWords)
    if (std::find(words.begin(), words.end(), word) != words.end()) return *category_level(category);
  return 0;
}

std::uint64_t site_key(const std::string& host) {
  return std::hash<std::string>()(host);  // the secret is in the jitter's key, not here
}

// "lane:micros:host", as next() gave it.
Result<rows::NextKey> key_of(const std::string& text) {
  if (text.empty()) return rows::NextKey{};
  const Error bad = invalid("page_cursor", "This is not a key that a page ended with.", "after");
  const auto parts = split(text, ':');
  if (parts.size() != 3 || (parts[0] != "0" && parts[0] != "1")) return bad;
  rows::NextKey key{parts[0] == "0" ? 0 : 1, {}, std::string(parts[2])};
  const auto [end, error] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), key.due_at.micros);
  if (error != std::errc() || end != parts[1].data() + parts[1].size()) return bad;
  return key;
}

}  // namespace

// One site under way in a transaction.
struct Service::Inside {
  const Service& service;
  store::Transaction& tx;
  Instant now;
  std::optional<PlanRow> newest = rows::newest_plan(tx);

  Plan plan() const {
    return newest ? newest->plan : first_plan(service.settings_, std::max<std::int64_t>(1, rows::count(tx)));
  }
  SiteRow blank(const std::string& host) const {
    SiteRow row;
    row.host = host;
    row.since = row.last_at = row.due_at = now;
    row.cause = "new";
    return row;
  }
  SiteRow row(const std::string& host) const {
    if (auto there = rows::find(tx, host)) return *there;
    SiteRow row = blank(host);
    look_up(row);
    return row;
  }
  // Who holds it and what it offers, by the register.
  void look_up(SiteRow& row) const {
    if (!service.filings_) return;
    const auto site = service.filings_->site_of(tx, row.host);
    row.filed = site && filings::is_in_force(site->state);
    row.holder = site ? site->subject_id : "";
    row.category = site ? category_of(rows::services_of(tx, site->site_id)) : 0;
  }
  SiteRate rate(const Plan& plan, const SiteRow& row) const {
    return rate_of(service.settings_, plan, facts_of(row, now, service.counts_for_days_), row.history());
  }
  Jitter::Draw draw(const SiteRow& row) const {
    return service.jitter_.draw(site_key(row.host), static_cast<std::uint64_t>(row.tests));
  }
};

Service::Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
                 const filings::Service* filings)
    : database_(database),
      recorder_(recorder),
      filings_(filings),
      settings_(settings_of(policy)),
      counts_for_days_(days_from({}, Instant{} + policy.duration("schedule.report_counts_for"))),
      jitter_(recorder.random()) {}
Service::~Service() = default;

void Service::watch(store::Transaction& tx, const std::string& host, bool is_new) const {
  const Inside with{*this, tx, recorder_.clock().now()};
  const bool known = rows::find(tx, host).has_value();
  SiteRow row = with.row(host);
  if (known) with.look_up(row);
  row.rate_per_day = with.rate(with.plan(), row).per_day;
  const Instant due = is_new ? later(with.now, -settings_.new_lead_days) : with.now;
  if (!known || due < row.due_at) {
    row.due_at = due;
    if (!row.event) row.cause = is_new ? "new" : "routine";
  }
  rows::put(tx, row);
}

std::int64_t Service::meet(store::Transaction& tx, const std::vector<std::string>& hosts, const Register& all) const {
  const Inside with{*this, tx, recorder_.clock().now()};
  const auto known = rows::known(tx, hosts);
  std::vector<std::string> strange;
  for (const std::string& host : hosts)
    if (!known.contains(host)) strange.push_back(host);
  if (strange.empty()) return 0;
  // A plan of far fewer sites would have them all tested at once.
  const bool fits = with.newest && 2 * with.newest->plan.sites >= all.sites;
  const Plan plan = fits ? with.newest->plan : first_plan(settings_, std::max<std::int64_t>(1, all.sites));
  const Timing timing = timing_of(settings_, plan);
  const auto filed = rows::filed_as(tx, strange);
  std::int64_t came = 0;
  for (const std::string& host : strange) {
    SiteRow row = with.blank(host);
    if (const auto it = filed.find(host); it != filed.end()) {
      row.filed = it->second.in_force;
      row.holder = it->second.holder;
      row.category = category_of(it->second.services);
    }
    row.rate_per_day = with.rate(plan, row).per_day;
    row.due_at = later(
        with.now, all.news ? -settings_.new_lead_days : days_until_first(row.rate_per_day, with.draw(row), timing));
    if (!all.news) row.cause = "plan";
    came += rows::add(tx, row);
  }
  return came;
}

void Service::tested(store::Transaction& tx, const std::string& id, const std::string& host, Outcome outcome,
                     Instant at) const {
  constexpr std::string_view kKinds[] = {"clean", "violation", "error"};
  if (!rows::journal(tx, id, host, kKinds[static_cast<std::size_t>(outcome)], at)) return;
  const Inside with{*this, tx, at};
  SiteRow row = with.row(host);
  with.look_up(row);
  const Plan plan = with.plan();
  ++row.tests;
  row.event = false;
  if (outcome == Outcome::error) {
    row.cause = "retry";
    row.due_at = later(at, settings_.retry_days);
    rows::put(tx, row);
    return;
  }
  const SiteHistory after =
      learned(row.history(), with.rate(plan, row).hazard.mean, outcome, std::max(0.0, days_from(row.last_at, at)));
  row.exposure_days = after.exposure_days;
  row.violations = after.violations;
  row.last_at = at;
  row.cause = "plan";
  row.rate_per_day = with.rate(plan, row).per_day;
  if (outcome == Outcome::violation) row.hours = with_finding(row.hours, hour_of(at));
  row.due_at =
      later(at, days_until_next(row.rate_per_day, with.draw(row), timing_of(settings_, plan), hour_of(at), row.hours));
  rows::put(tx, row);
  if (outcome == Outcome::violation) rows::mark_holder(tx, row.holder, row.host);
}

void Service::happened(store::Transaction& tx, const std::string& id, const std::string& host,
                       Happening happening) const {
  const Inside with{*this, tx, recorder_.clock().now()};
  if (!rows::journal(tx, id, host, to_text(happening), with.now)) return;
  SiteRow row = with.row(host);
  with.look_up(row);
  switch (happening) {
    case Happening::report:
      row.reported_at = with.now;
      break;
    case Happening::partner:
      row.promoted_at = with.now;
      break;
    case Happening::growth:
      row.grew_at = with.now;
      break;
    // Another holder answers for it now: what was found under the one before says less.
    case Happening::holder:
      row.holder_violation = false;
      break;
    case Happening::address:
      break;
  }
  row.rate_per_day = with.rate(with.plan(), row).per_day;
  if (!row.event) row.cause = to_text(happening), row.due_at = with.now;
  row.event = true;
  rows::put(tx, row);
}

std::vector<DueSite> Service::due(store::Transaction& tx, int limit) const {
  std::vector<DueSite> out;
  for (const SiteRow& row : rows::due(tx, recorder_.clock().now(), limit))
    out.push_back({row.host, row.cause, row.violations, row.tests, row.due_at, row.event});
  return out;
}

void Service::handed_out(store::Transaction& tx, const DueSite& site) const {
  rows::postpone(tx, site.host, site.due_at, recorder_.clock().now() + kHandedOutFor);
}

Result<NextPage> Service::next(const std::string& host, const std::string& after, int limit) const {
  MUSTER_TRY(const rows::NextKey key, key_of(after));
  return database_.read([&](store::Transaction& tx) -> Result<NextPage> {
    NextPage out;
    std::vector<SiteRow> found;
    if (host.empty())
      found = rows::next(tx, key, limit);
    else if (auto one = rows::find(tx, host))
      found.push_back(std::move(*one));
    for (const SiteRow& row : found)
      out.items.push_back({row.host, row.cause, row.violations, row.tests, row.due_at, row.event});
    if (host.empty() && static_cast<int>(found.size()) == limit)
      out.next = std::to_string(found.back().event ? 0 : 1) + ":" + std::to_string(found.back().due_at.micros) + ":" +
                 found.back().host;
    return out;
  });
}

Result<std::int64_t> Service::left_today() const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    // As in Scheduler::take: the day's budget comes minute by minute.
    const std::int64_t allowed = settings_.tests_per_day * (now.micros % kDayMicros / 60'000'000 + 1) / 1440;
    // Campaigns have a budget of their own.
    const std::int64_t own = rows::tests_since(tx, day_of(now)) - Campaigns::handed_since(tx, day_of(now));
    return std::max<std::int64_t>(0, allowed - std::max<std::int64_t>(0, own));
  });
}

Result<Explanation> Service::explain(const std::string& site) const {
  return database_.read([&](store::Transaction& tx) -> Result<Explanation> {
    std::string host = rows::host_of_number(tx, site);
    if (host.empty()) host = site;
    MUSTER_TRY(const names::Name name, names::parse_name(host));
    const auto row = rows::find(tx, name.ascii);
    if (!row) return not_found("schedule_site_unknown", "This site is not on the schedule.");
    const Inside with{*this, tx, recorder_.clock().now()};
    const Plan plan = with.plan();
    const SiteRate rate = with.rate(plan, *row);
    const Bounds bounds = bounds_of(settings_);
    const Levels levels = levels_of(*row, with.now, counts_for_days_);
    Explanation e;
    e.host = row->host;
    e.levels = levels;
    for (std::size_t f = 0; f < kFeatures; ++f) e.relativity[f] = plan.model.relativity[f][levels[f]];
    e.base_per_year = plan.model.base_per_day * 365;
    e.class_per_year = plan.model.mean[cell_of(levels)] * 365;
    e.tests = row->tests, e.violations = row->violations, e.exposure_days = row->exposure_days;
    e.hazard_per_year = rate.hazard.mean * 365, e.hazard_deviation = rate.hazard.deviation * 365;
    e.weight = row->weight;
    e.detection = row->detection > 0 ? row->detection : settings_.detection;
    e.unbounded_days =
        rate.unbounded_per_day > 0 ? 1 / rate.unbounded_per_day : std::numeric_limits<double>::infinity();
    e.interval_days = 1 / rate.per_day;
    e.floor_days = settings_.floor_days, e.shortest_days = settings_.shortest_days, e.jitter = settings_.jitter;
    e.affordable = plan.water.affordable;
    e.at_floor = e.affordable && rate.per_day <= bounds.floor;
    e.at_ceiling = e.affordable && rate.per_day >= bounds.ceiling * (1 - 1e-9);
    e.explored_days = plan.explore_per_day > 0 ? 1 / plan.explore_per_day : 0;
    e.tests_per_day = settings_.tests_per_day, e.sites = plan.sites;
    if (with.newest) e.planned_at = with.newest->made_at;
    e.since = row->since, e.last_at = row->last_at, e.due_at = row->due_at;
    e.event = row->event, e.cause = row->cause;
    e.hours = row->hours;
    e.journal = rows::journal_of(tx, row->host, kJournalShown);
    return e;
  });
}

Result<std::optional<PlanRow>> Service::plan() const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::optional<PlanRow>> { return rows::newest_plan(tx); });
}

Result<PlanRow> Service::replan(const std::function<bool(std::int64_t, std::int64_t)>& progress) const {
  const Instant now = recorder_.clock().now();
  std::vector<CellCount> counts(kCells);
  std::vector<std::pair<SiteFacts, SiteHistory>> sites;
  std::int64_t total = 0;
  double events_per_day = 0;
  MUSTER_CHECK_OK(database_.read([&](store::Transaction& tx) -> Result<void> {
    total = rows::count(tx);
    events_per_day = static_cast<double>(rows::events_since(tx, later(now, -kEventsOverDays))) / kEventsOverDays;
    return {};
  }));
  const auto go_on = [&](std::int64_t done) { return !progress || progress(done, 2 * total); };
  const Error stopped =
      refused("schedule_plan_cancelled", "The planning was stopped; the plan before it stays in force.");
  // Each page in a snapshot of its own: a plan needs no single moment, and a long one would hold the database back.
  const auto each_page = [&](std::int64_t done, const auto& visit) -> Result<void> {
    for (std::string after;;) {
      MUSTER_TRY(const auto page, database_.read([&](store::Transaction& tx) -> Result<std::vector<SiteRow>> {
        return rows::page(tx, after, kPageRows);
      }));
      if (page.empty()) return {};
      MUSTER_CHECK_OK(visit(page));
      after = page.back().host;
      if (!go_on(done += static_cast<std::int64_t>(page.size()))) return stopped;
    }
  };
  MUSTER_CHECK_OK(each_page(0, [&](const std::vector<SiteRow>& page) -> Result<void> {
    for (const SiteRow& row : page) {
      const SiteFacts facts = facts_of(row, now, counts_for_days_);
      CellCount& count = counts[facts.cell];
      ++count.sites;
      count.violations += row.violations;
      count.exposure_days += row.exposure_days;
      sites.emplace_back(facts, row.history());
    }
    return {};
  }));
  PlanRow made{recorder_.new_id(), now, first_plan(settings_, static_cast<std::int64_t>(sites.size()))};
  Plan& plan = made.plan;
  plan.model = fit(counts, settings_.prior);
  plan.budget = planned_budget(settings_, events_per_day);
  plan.equal_rate = plan.budget / std::max(1.0, static_cast<double>(sites.size()));
  std::vector<Demand> demands;
  demands.reserve(sites.size());
  for (const auto& [facts, history] : sites) demands.push_back(demand_of(settings_, plan.model, facts, history));
  if (!demands.empty()) plan.water = water_level(demands, plan.budget, bounds_of(settings_));
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    rows::put_plan(tx, made);
    return {};
  }));
  // Those that should be tested much sooner come forward; all others take their new rate with their next test.
  const Timing timing = timing_of(settings_, plan);
  MUSTER_CHECK_OK(each_page(total, [&](const std::vector<SiteRow>& page) -> Result<void> {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      for (const SiteRow& row : page) {
        if (row.event || row.due_at <= now || row.cause != "plan") continue;
        const double rate = rate_of(settings_, plan, facts_of(row, now, counts_for_days_), row.history()).per_day;
        if (rate < 1.25 * row.rate_per_day) continue;
        const auto draw = jitter_.draw(site_key(row.host), static_cast<std::uint64_t>(row.tests));
        const double days = days_until_next(rate, draw, timing, hour_of(row.last_at), row.hours);
        rows::advance(tx, row.host, std::max(now, later(row.last_at, days)), rate);
      }
      return {};
    });
  }));
  return made;
}

Result<Restored> Service::restore() const {
  const auto minute = [](Instant t) { return static_cast<Minute>(t.micros / 60'000'000); };
  const Instant now = recorder_.clock().now();
  Restored out{Scheduler(settings_, jitter_, minute(now)), {}};
  std::int64_t total = 0, spent = 0;
  MUSTER_CHECK_OK(database_.read([&](store::Transaction& tx) -> Result<void> {
    total = rows::count(tx);
    spent = rows::tests_since(tx, day_of(now));
    return {};
  }));
  out.scheduler.reserve(static_cast<std::size_t>(total));
  out.scheduler.spent_today(spent);
  for (std::string after;;) {
    MUSTER_TRY(const auto page, database_.read([&](store::Transaction& tx) -> Result<std::vector<SiteRow>> {
      return rows::page(tx, after, kPageRows);
    }));
    if (page.empty()) break;
    for (const SiteRow& row : page) {
      out.scheduler.add({facts_of(row, now, counts_for_days_), row.history(), static_cast<std::uint32_t>(row.tests),
                         minute(row.last_at), minute(row.due_at), row.event, row.hours});
      out.hosts.push_back(row.host);
    }
    after = page.back().host;
  }
  out.scheduler.replan(minute(now));
  return out;
}

}  // namespace muster::schedule

// `muster schedule explain`, `due`, `plan`, `run`.
#include "instance.h"
#include "schedule_report.h"
#include <base/text.h>
#include <policy/policy.h>
#include <schedule/service.h>
#include <testing/testing.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

constexpr int kRunBatch = 100;

}  // namespace

Result<void> schedule_explain(Instance& instance, const std::string& site, bool as_json) {
  MUSTER_TRY(const auto e, instance.schedule.explain(site));
  const auto sentences = schedule::sentences_of(e, instance.clock.now());
  if (as_json) {
    json::array lines(sentences.begin(), sentences.end());
    fmt::print("{}\n", json::serialize(json::object{{"host", e.host},
                                                    {"hazard_per_year", e.hazard_per_year},
                                                    {"interval_days", e.interval_days},
                                                    {"due_at", to_rfc3339(e.due_at)},
                                                    {"cause", e.cause},
                                                    {"sentences", std::move(lines)}}));
    return {};
  }
  fmt::print("{}\n", e.host);
  for (const std::string& sentence : sentences) fmt::print("  {}\n", sentence);
  for (const auto& row : e.journal) fmt::print("  {}  {}\n", to_rfc3339(row.at), row.kind);
  return {};
}

Result<void> schedule_due(Instance& instance, int limit, bool as_json) {
  MUSTER_TRY(const auto page, instance.schedule.next("", "", limit));
  MUSTER_TRY(const auto left, instance.schedule.left_today());
  if (!as_json) fmt::print("{:<20} {:<10} {:>10} {:>6}  {}\n", "DUE", "CAUSE", "VIOLATIONS", "TESTS", "HOST");
  for (const auto& site : page.items) {
    if (as_json)
      fmt::print("{}\n", json::serialize(json::object{{"host", site.host},
                                                      {"due_at", to_rfc3339(site.due_at)},
                                                      {"cause", site.cause},
                                                      {"event", site.event},
                                                      {"violations", site.violations},
                                                      {"tests", site.tests}}));
    else
      fmt::print("{:<20} {:<10} {:>10} {:>6}  {}\n", to_rfc3339({site.due_at.micros / 1'000'000 * 1'000'000}),
                 site.cause, site.violations, site.tests, site.host);
  }
  if (!as_json) fmt::print("The budget has {} tests left for today up to now.\n", with_separators(left));
  return {};
}

Result<void> schedule_plan(Instance& instance, bool as_json) {
  MUSTER_TRY(const auto enrolled, instance.schedule.enrol(instance.census));
  MUSTER_TRY(const auto made, instance.schedule.replan());
  const auto& water = made.plan.water;
  if (as_json) {
    fmt::print("{}\n", json::serialize(json::object{{"came", enrolled.came},
                                                    {"sites", made.plan.sites},
                                                    {"budget", made.plan.budget},
                                                    {"spent", water.spent},
                                                    {"at_floor", static_cast<std::int64_t>(water.at_floor)},
                                                    {"at_ceiling", static_cast<std::int64_t>(water.at_ceiling)},
                                                    {"floor_met", water.affordable}}));
    return {};
  }
  fmt::print(
      "{} sites, {} of them new here, {:.0f} of {} tests a day planned; {} sites at the floor, {} at the ceiling.\n",
      with_separators(made.plan.sites), with_separators(enrolled.came), water.spent,
      with_separators(instance.schedule.settings().tests_per_day),
      with_separators(static_cast<std::int64_t>(water.at_floor)),
      with_separators(static_cast<std::int64_t>(water.at_ceiling)));
  if (!water.affordable)
    fmt::print("The budget can't test every site once in {:.0f} days: all are tested equally often.\n",
               instance.schedule.settings().floor_days);
  return {};
}

Result<std::int64_t> schedule_run(Instance& instance, std::int64_t most, bool as_json) {
  std::int64_t made = 0, clues = 0;
  while (made < most) {
    MUSTER_TRY(const std::int64_t left, instance.schedule.left_today());
    MUSTER_TRY(const auto due,
               instance.testing.due(static_cast<int>(std::min<std::int64_t>({kRunBatch, left, most - made}))));
    if (due.empty()) break;
    std::vector<std::string> urls;
    for (const auto& site : due) urls.push_back("http://" + site.host + "/");
    MUSTER_TRY(const auto runs, instance.testing.test(urls, "system:schedule"));
    for (const auto& run : runs) {
      clues += run.verdict == "clue";
      if (!as_json) fmt::print("{:<7} {}\n", run.verdict, run.host);
    }
    made += static_cast<std::int64_t>(runs.size());
    if (runs.empty()) break;
  }
  if (as_json)
    fmt::print("{{\"tests\":{},\"clues\":{}}}\n", made, clues);
  else
    fmt::print("{} tested: {} with clues.\n", made, clues);
  return clues;
}

}  // namespace muster::cli

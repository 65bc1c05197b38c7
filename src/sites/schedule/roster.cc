// The sites of register and census onto the schedule.
#include "store.h"
#include <census/service.h>

namespace muster::schedule {
namespace {

constexpr int kFiledAtOnce = 2000;
constexpr int kSeenAtOnce = 500;

// The newest census that came to its end.
Result<std::optional<census::Run>> newest_census(const census::Service& census) {
  for (std::string after;;) {
    MUSTER_TRY(const auto runs, census.list(after, 50));
    for (const census::Run& run : runs)
      if (run.state == "done") return std::optional(run);
    if (runs.empty()) return std::optional<census::Run>();
    after = runs.back().id;
  }
}

}  // namespace

Result<Enrolled> Service::enrol(const census::Service& census,
                                const std::function<bool(std::int64_t, std::int64_t)>& progress) const {
  MUSTER_TRY(const auto newest, newest_census(census));
  const std::vector<census::Standing> unfiled{census::Standing::unfiled, census::Standing::cancelled};
  const auto each_page =
      [&](const std::function<Result<void>(const std::vector<std::string>&)>& visit) -> Result<void> {
    for (std::string after;;) {
      MUSTER_TRY(const auto names, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
        return rows::filed_names(tx, after, kFiledAtOnce);
      }));
      if (names.empty()) break;
      MUSTER_CHECK_OK(visit(names));
      after = names.back();
    }
    if (!newest) return {};
    for (census::FindingQuery query{.run_id = newest->id, .standings = unfiled, .limit = kSeenAtOnce};;) {
      MUSTER_TRY(const auto found, census.findings(query));
      if (found.empty()) return {};
      std::vector<std::string> names;
      for (const census::Finding& f : found) names.push_back(f.name);
      MUSTER_CHECK_OK(visit(names));
      query.after = names.back();
    }
  };

  // First how many nobody watches yet: on most days hardly any, and nothing is written. What a day's budget covers is
  // news, and overdue; more than that is a register that came in.
  Enrolled out;
  std::int64_t strange = 0, watched = 0;
  MUSTER_CHECK_OK(each_page([&](const std::vector<std::string>& names) -> Result<void> {
    out.looked_at += static_cast<std::int64_t>(names.size());
    return database_.read([&](store::Transaction& tx) -> Result<void> {
      strange += static_cast<std::int64_t>(names.size() - rows::known(tx, names).size());
      return {};
    });
  }));
  if (strange == 0) return out;
  MUSTER_TRY(watched, database_.read([](store::Transaction& tx) -> Result<std::int64_t> { return rows::count(tx); }));
  const Register all{watched + strange, strange <= settings_.tests_per_day};
  MUSTER_CHECK_OK(each_page([&](const std::vector<std::string>& names) -> Result<void> {
    MUSTER_TRY(const std::int64_t came, database_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      return this->meet(tx, names, all);
    }));
    out.came += came;
    if (progress && !progress(out.came, std::max(strange, out.came)))
      return refused("schedule_plan_cancelled", "The planning was stopped; the plan before it stays in force.");
    return {};
  }));
  return out;
}

}  // namespace muster::schedule

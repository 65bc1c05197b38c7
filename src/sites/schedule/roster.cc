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
  std::int64_t total = 0, known = 0;
  MUSTER_CHECK_OK(database_.read([&](store::Transaction& tx) -> Result<void> {
    total = rows::count_filed(tx);
    known = rows::count(tx);
    return {};
  }));
  const std::vector<census::Standing> unfiled{census::Standing::unfiled, census::Standing::cancelled};
  if (newest)
    for (const census::Standing s : unfiled) total += newest->sites[static_cast<std::size_t>(s)];
  // What a day's budget covers is news, and overdue; more than that is a register that came in.
  const Register all{std::max(total, known), total - known <= settings_.tests_per_day};

  Enrolled out;
  const auto take = [&](const std::vector<std::string>& hosts) -> Result<void> {
    MUSTER_TRY(const std::int64_t came, database_.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      return this->meet(tx, hosts, all);
    }));
    out.came += came;
    out.looked_at += static_cast<std::int64_t>(hosts.size());
    if (progress && !progress(out.looked_at, std::max(total, out.looked_at)))
      return refused("schedule_plan_cancelled", "The planning was stopped; the plan before it stays in force.");
    return {};
  };
  for (std::string after;;) {
    MUSTER_TRY(const auto names, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
      return rows::filed_names(tx, after, kFiledAtOnce);
    }));
    if (names.empty()) break;
    after = names.back();
    MUSTER_CHECK_OK(take(names));
  }
  if (!newest) return out;
  for (census::FindingQuery query{.run_id = newest->id, .standings = unfiled, .limit = kSeenAtOnce};;) {
    MUSTER_TRY(const auto found, census.findings(query));
    if (found.empty()) return out;
    std::vector<std::string> names;
    for (const census::Finding& f : found) names.push_back(f.name);
    query.after = names.back();
    MUSTER_CHECK_OK(take(names));
  }
}

}  // namespace muster::schedule

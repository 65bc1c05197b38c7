// The schedule on record: what is known of every site, when it is due and why, told in the transactions of those who
// test and of those to whom something happened. A test or event has an id and counts once, however often it is told:
// what a killed process had stored already is not counted again. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <ledger/recorder.h>
#include <schedule/plan.h>
#include <schedule/scheduler.h>
#include <store/database.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::census {
class Service;
}
namespace muster::filings {
class Service;
}
namespace muster::jobs {
class Service;
}
namespace muster::policy {
class Policy;
}

namespace muster::schedule {

inline constexpr const char* kPlanJob = "schedule_plan";
inline constexpr Duration kHandedOutFor = std::chrono::hours(6);

// What makes a site due before its time.
enum class Happening { report, address, holder, partner, growth };
std::string_view to_text(Happening happening);

struct DueSite {
  std::string host;
  std::string cause = {};  // new, routine, plan, retry, report, address, holder, partner, growth
  std::int64_t violations = 0, tests = 0;
  Instant due_at = {};
  bool event = false;
};

struct NextPage {
  std::vector<DueSite> items;
  std::string next;  // key of the following page; empty at the end
};

struct PlanRow {
  std::string id;
  Instant made_at;
  Plan plan;
};

struct JournalRow {
  std::string kind;
  Instant at;
};

// The numbers behind a site's rate.
struct Explanation {
  std::string host;
  Levels levels{};
  std::array<double, kFeatures> relativity{};
  double base_per_year = 0, class_per_year = 0;
  std::int64_t tests = 0, violations = 0;
  double exposure_days = 0;
  double hazard_per_year = 0, hazard_deviation = 0;
  double weight = 1, detection = 0;
  double unbounded_days = 0, interval_days = 0;  // infinite: the rule alone would never test it
  double floor_days = 0, shortest_days = 0, jitter = 0;
  bool at_floor = false, at_ceiling = false, affordable = true;
  double explored_days = 0;  // a memoryless test so often, on average; 0: none
  std::int64_t tests_per_day = 0, sites = 0;
  std::optional<Instant> planned_at;
  Instant since, last_at, due_at;
  bool event = false;
  std::string cause;
  FoundHours hours = 0;
  std::vector<JournalRow> journal;  // newest first, at most 20
};
// In sentences, in English: what the numbers above come to.
std::vector<std::string> sentences_of(const Explanation& explanation, Instant now);

struct Enrolled {
  std::int64_t looked_at = 0, came = 0;
};

// A scheduler as the records have it: after a crash, or to decide fast.
struct Restored {
  Scheduler scheduler;
  std::vector<std::string> hosts;  // by SiteNo
};

class Service {
 public:
  // Without filings, nothing is known of holders and services.
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const filings::Service* filings = nullptr);
  ~Service();

  // A site is to be tested: new ones (which count as overdue) and others; known ones come forward to now.
  void watch(store::Transaction& tx, const std::string& host, bool is_new) const;
  // What a test came to. `id` is the test's. Sites that nobody watched are watched from then on.
  void tested(store::Transaction& tx, const std::string& id, const std::string& host, Outcome outcome,
              Instant at) const;
  // Something happened to a site: it is tested before all that is merely due.
  void happened(store::Transaction& tx, const std::string& id, const std::string& host, Happening happening) const;
  // What is due now, events first, then the longest due.
  std::vector<DueSite> due(store::Transaction& tx, int limit) const;
  // `site`, as due() gave it, is on its way to a worker: not due for kHandedOutFor, unless something happens to it.
  void handed_out(store::Transaction& tx, const DueSite& site) const;
  // All sites in the order in which they are tested: events, then by due time. `host`: that one alone. Errors:
  // page_cursor.
  Result<NextPage> next(const std::string& host, const std::string& after, int limit) const;
  // Tests that the budget still has for this UTC day up to now; 0: none.
  Result<std::int64_t> left_today() const;

  // `site`: a host, or a filed site's number. Errors: schedule_site_unknown, name_*.
  Result<Explanation> explain(const std::string& site) const;
  Result<std::optional<PlanRow>> plan() const;
  // Fits the model, finds the water level, and brings forward what is now due much earlier. Whole again after an
  // interruption. progress(done, total) says whether to go on. Errors: schedule_plan_cancelled.
  Result<PlanRow> replan(const std::function<bool(std::int64_t, std::int64_t)>& progress = {}) const;
  Result<Restored> restore() const;
  // Which sites there are, beside those that somebody reported or asked for: those with a filing in force, and those
  // that the newest census saw without one. Whichever nobody watched so far are watched from now on: as overdue where
  // they are no more than a day's budget covers, else each first at a moment of its interval that nobody can foretell.
  // Those that are known stay as they are, and none ever leaves. In pages that are whole by themselves; it is simply
  // run again after an interruption. Errors: schedule_plan_cancelled.
  Result<Enrolled> enrol(const census::Service& census,
                         const std::function<bool(std::int64_t, std::int64_t)>& progress = {}) const;

  const Settings& settings() const { return settings_; }

 private:
  struct Inside;
  struct Register {
    std::int64_t sites = 0;
    bool news = false;
  };
  std::int64_t meet(store::Transaction& tx, const std::vector<std::string>& hosts, const Register& all) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const filings::Service* filings_;
  Settings settings_;
  double counts_for_days_;  // a report, a growth, a partner's link
  Jitter jitter_;
};

// Replans every so often (schedule.plan_every), by kPlanJob.
Result<void> add_job(jobs::Service& jobs, const Service& service, const census::Service& census,
                     const policy::Policy& policy, Instant now);

}  // namespace muster::schedule

// The schedule in memory: beliefs, rates and the queue of ten million sites in flat arrays, 36 bytes a site. take()
// says what to test now, within the day's budget; done() learns from the outcome and places the next test. Nothing here
// is kept on disk: after a crash it is built anew from the records (service.h), which hold every site's due time, and a
// test that was under way is due again. Not thread-safe.
#pragma once

#include <base/huge_pages.h>
#include <schedule/due_queue.h>
#include <schedule/hours.h>
#include <schedule/plan.h>

#include <optional>
#include <vector>

namespace muster::schedule {

class Scheduler {
 public:
  Scheduler(const Settings& settings, const Jitter& jitter, Minute start);

  // A site as the records hold it. last: of its last test, or of its coming. due: nullopt for one to be placed anywhere
  // in its first interval.
  struct Site {
    SiteFacts facts;
    SiteHistory history;
    std::uint32_t tests = 0;
    Minute last = 0;
    std::optional<Minute> due;
    bool event = false;  // waits in the lane of events
    FoundHours hours = 0;
  };
  void reserve(std::size_t sites);
  SiteNo add(const Site& site);
  Site site(SiteNo no) const;  // due is not told
  std::size_t size() const { return sites_.size(); }

  // Fits the model to what was seen and finds the water level. Sites take their new rate with their next test; those
  // that the plan wants much earlier than they stand are moved forward by their features' change (reconsider).
  const Plan& replan(Minute now);
  const Plan& plan() const { return plan_; }

  struct Taken {
    SiteNo site = 0;
    bool event = false;
  };
  // nullopt: nothing is due, or the budget of this day up to now is spent. Never more than tests_per_day in a UTC day.
  std::optional<Taken> take(Minute now);
  // Every taken site comes back by this. Returns when it is due next.
  Minute done(SiteNo no, Minute now, Outcome outcome);
  // A report, a change of address or holder, a finding at a partner: tested before everything that is merely due.
  void event(SiteNo no);
  // Its features changed: in a new cell, and never later due than its new rate says.
  void reconsider(SiteNo no, Cell cell, Minute now);

  // After a crash: what this day has spent already.
  void spent_today(std::int64_t tests) { taken_ = tests; }
  std::int64_t taken_today() const { return taken_; }
  static constexpr std::size_t bytes_a_site() { return sizeof(State) + DueQueue::bytes_a_site(); }

 private:
  struct State {
    float exposure_days, weight;
    Minute last;
    std::uint32_t tests;
    Cell cell;
    std::uint16_t violations;
    FoundHours hours;
  };
  SiteFacts facts_of(const State& s, SiteNo no) const;
  static SiteHistory history_of(const State& s) { return {s.exposure_days, s.violations}; }
  Minute next_due(const State& s, SiteNo no, Minute now, double rate) const;
  void new_day(Minute now);
  std::optional<SiteNo> take_due(Minute now);

  Settings settings_;
  Jitter jitter_;
  Plan plan_;
  Timing timing_;
  DueQueue queue_;
  std::vector<State, HugePages<State>> sites_;
  std::vector<std::uint8_t> detection_;  // percent; empty while all have that of the settings
  std::vector<CellCount> counts_;
  std::uint32_t day_ = 0;
  std::int64_t taken_ = 0, taken_events_ = 0;
  double events_per_day_ = 0;  // of late: an average over about a week
};

}  // namespace muster::schedule

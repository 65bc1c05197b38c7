// A campaign: every site on the schedule tested once within so many days, beside what the schedule does anyway, with a
// budget of its own that a person answers for. It hands out sites in the order of their names, minute by minute, from
// where it stands; what it came to is held against what was to be expected.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::schedule {

inline constexpr events::Kind kCampaignStarted{"test_campaign.started", 1, "A campaign of tests began."};
inline constexpr events::Kind kCampaignMoved{"test_campaign.moved", 1, "A campaign of tests moved on."};
inline constexpr const char* kCampaignRecord = "test_campaign";
inline constexpr int kCampaignDaysMax = 90;
inline constexpr std::size_t kCampaignNameMax = 120;  // bytes

struct Campaign {
  std::string id, name;
  std::string state;  // running, paused, cancelled, done
  std::int64_t days = 0;
  std::int64_t sites = 0;          // on the schedule when it began
  std::int64_t tests_per_day = 0;  // that it needs for all of them
  std::string started_by;
  Instant started_at, deadline, state_at;
  std::int64_t handed = 0;  // sites given to workers
  std::int64_t tested = 0;  // of all sites, tested since it began (also by the schedule)
  Instant measured_at;      // when `tested` was counted
  std::string cursor;       // the last host that was handed out
  Instant handed_at;        // when
  std::int64_t version = 1;
};
struct CampaignPoint {
  Instant at;
  std::int64_t handed = 0, tested = 0;
};

// --- pure

enum class CampaignEvent { pause, resume, cancel, finish };
std::optional<CampaignEvent> campaign_event(std::string_view text);
const char* to_text(CampaignEvent event);
bool is_by_machine(CampaignEvent event);
// Errors: campaign_state with what is possible.
Result<std::string> next_campaign_state(std::string_view state, CampaignEvent event);
std::vector<std::string> possible_campaign_events(std::string_view state);

// How many sites it may hand out at `now`: what its pace gives since it last did, ten minutes' worth at most.
std::int64_t campaign_allowance(const Campaign& campaign, Instant now);

struct CampaignForecast {
  std::int64_t expected_now = 0;    // tested by now, had it gone as planned
  double tests_per_day_lately = 0;  // over the last day of its points
  std::optional<Instant> ends_at;   // at that pace; nothing while there is none
  bool late = false;                // that is after the deadline
};
CampaignForecast forecast_of(const Campaign& campaign, const std::vector<CampaignPoint>& points, Instant now);

// --- on record

struct NewCampaign {
  std::string name;
  std::int64_t days = 7;
};
struct CampaignPage {
  std::vector<Campaign> items;
  std::string next;
};

// Thread-safe.
class Campaigns {
 public:
  Campaigns(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // One runs or pauses at a time. Errors: campaign_name, campaign_days, campaign_open, campaign_empty.
  Result<Campaign> start(const NewCampaign& what, const std::string& person) const;
  // A person's step. Errors: campaign_unknown, campaign_state, machine_step, stale.
  Result<Campaign> apply(const std::string& id, CampaignEvent event, const std::string& person,
                         std::optional<std::int64_t> version = {}) const;
  Result<Campaign> find(const std::string& id) const;                                // campaign_unknown
  Result<CampaignPage> list(const std::string& after, int limit) const;              // newest first
  Result<std::vector<CampaignPoint>> points(const std::string& id, int most) const;  // in order of time

  // The next sites of the campaign that runs, at most `most`: `put` gives them to workers, and once it has, the
  // campaign stands behind them. Were it killed between, they are given out once more. `began`: when the campaign did.
  // Returns how many.
  using Put = std::function<Result<void>(Instant began, const std::vector<std::string>& hosts)>;
  Result<std::int64_t> hand_out(std::int64_t most, const Put& put) const;
  // Counts what was tested, sets a point, and ends the campaign that is through. Every ten minutes.
  Result<void> measure() const;
  // What campaigns handed out since: not of the schedule's own budget.
  static std::int64_t handed_since(store::Transaction& tx, Instant from);

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::schedule

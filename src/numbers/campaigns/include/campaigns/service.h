// The operations on campaigns. Each is one transaction with its event. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>

#include <campaigns/progress.h>
#include <campaigns/rules.h>

namespace muster::campaigns {

struct Preview {
  std::int64_t looked_at = 0, matching = 0;
  std::vector<std::int64_t> by_wave;  // in the waves' order
  std::int64_t without_wave = 0;      // matching, and in none
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Errors: those of check_campaign, all at once; already_exists (the name).
  Result<Campaign> create(const std::string& actor, const NewCampaign& campaign) const;
  Result<Campaign> campaign(const std::string& id) const;  // campaign_unknown
  // Newest first; before: the last id seen, or "".
  Result<std::vector<Campaign>> list(const std::string& before, int limit) const;
  // `reason`: of pause and end, a code. Errors: campaign_unknown, stale_version, campaign_state, campaign_same_person
  // (who drafted it approves it not), campaign_invite_past (a wave's invitation was to go out before its approval),
  // reason_missing.
  Result<Campaign> apply(const std::string& actor, const std::string& id, std::int64_t version, Event event,
                         const std::string& reason = {}) const;
  // How many lines it would be about, by a scan: for people who decide. `go_on` is asked between batches.
  Result<Preview> preview(const std::string& id, const std::function<bool(std::int64_t)>& go_on) const;

  // The deadline of a wave, while the campaign is approved, running or paused. Who was told the former one is told
  // anew; who was barred by it is restored until the new one. Errors: campaign_unknown, campaign_state, wave_unknown,
  // and those of moved.
  Result<Wave> move_deadline(const std::string& actor, const std::string& id, std::int64_t wave, Instant deadline,
                             const std::string& reason) const;
  Result<std::vector<Move>> moves(const std::string& id) const;  // oldest first

  // A line is left in peace, and restored, until then. Errors: campaign_unknown, line_not_enrolled,
  // campaign_line_state (it is registered, gone or exempt), reason_missing (a code), exemption_until (past, or more
  // than two years away).
  Result<Exemption> exempt(const std::string& actor, const std::string& id, const std::string& line_id,
                           const std::string& reason, Instant until) const;
  Result<Exemption> lift_exemption(const std::string& actor, const std::string& exemption_id) const;
  // By id; after: the last seen, or "".
  Result<std::vector<Exemption>> exemptions(const std::string& id, const std::string& after, int limit) const;

  Result<Progress> progress(const std::string& id) const;
  Result<std::vector<Row>> dealers(const std::string& id, const std::string& after, int limit) const;  // by name
  // Of each wave whose deadline is to come.
  Result<std::vector<Forecast>> forecast(const std::string& id) const;

  // The work in the background, in pieces; each says how much it did, and is called again until that is 0. A piece that
  // did not commit is done again; nothing is done twice.
  struct Batch {
    std::int64_t looked_at = 0, done = 0;
    bool over = false;
  };
  Result<std::vector<std::string>> running() const;
  Result<Batch> enrol(const std::string& id, int limit = 500) const;
  Result<int> tell_moves(const std::string& id, int limit = 500) const;
  Result<int> step_due(const std::string& id, int limit = 500) const;
  Result<int> end_exemptions(int limit = 100) const;
  // What registrations did since the last call: lines are restored, or fall back. No transaction of this thread may be
  // open.
  Result<int> follow(int limit = 1'000) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::campaigns

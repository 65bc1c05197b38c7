// Signals: found by a job, listed for a person to decide. Thread-safe.
#pragma once

#include <jobs/jobs.h>
#include <ledger/recorder.h>

#include <dealers/dealer.h>
#include <dealers/signals.h>

namespace muster::dealers {

enum class SignalState : std::uint8_t { open, dismissed, confirmed };
const char* to_text(SignalState state);
std::optional<SignalState> signal_state(std::string_view text);

struct Signal {
  std::string id, dealer_id, device_id;
  SignalCode code = SignalCode::burst;
  std::string day;  // of the working calendar
  Instant found_at;
  std::int64_t count = 0, threshold = 0;
  SignalState state = SignalState::open;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string note;  // a code
  std::int64_t version = 1;
};

inline constexpr const char* kSignalJob = "dealer_signals";
inline constexpr int kActsMax = 20'000;  // of one dealer and day that are looked at

class Signals {
 public:
  Signals(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Looks at one dealer's day ("2026-03-02" of the working calendar). What was found before is found once. Returns how
  // many signals are new. Errors: day_form.
  Result<int> scan(const std::string& dealer_id, const std::string& day) const;
  // All dealers that registered or sent something on that day, after `after`; goes on through `checkpoint`.
  Result<int> scan_day(const std::string& day, std::string after,
                       const std::function<Result<void>(const std::string& after, int found)>& checkpoint) const;
  // `state`: nothing for any. `dealer_id`: "" for any. Newest first; before: the last id seen, or "".
  Result<std::vector<Signal>> list(std::optional<SignalState> state, const std::string& dealer_id,
                                   const std::string& before, int limit) const;
  Result<Signal> get(const std::string& id) const;  // signal_unknown
  // A person decides; nothing follows by itself. `note`: a code, why. Errors: signal_unknown, stale_version,
  // signal_state, reason_missing.
  Result<Signal> decide(const std::string& actor, const std::string& id, std::int64_t version, SignalState outcome,
                        const std::string& note) const;

  // The job looks at yesterday and today, or at the day in its arguments.
  void add_job(jobs::Service& jobs) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::dealers

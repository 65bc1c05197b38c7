// Reconciliations of charges on record: files are named, read by a job, and what was found is kept with the lines'
// numbers. Files lie where mediation puts them (a folder of the machine) and stay there; nothing of them is copied but
// what a finding says. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <billing/reconcile.h>
#include <billing/register.h>
#include <billing/stop_list.h>

namespace muster::jobs {
class Service;
}

namespace muster::billing {

inline constexpr events::Kind kChargesStarted{"charge_run.started", 1, "A reconciliation of charges was started."};
inline constexpr events::Kind kChargesCompleted{"charge_run.completed", 1,
                                                "Charges were compared with registered services."};
inline constexpr const char* kChargesRecord = "charge_run";
// Arguments: {"run_id": "…"}; result: the same and counts.
inline constexpr const char* kChargesJob = "charge_reconciliation";

struct ChargeFiles {
  std::vector<std::string> charges, confirmations;
};

struct ChargeRun {
  std::string id;
  ChargeFiles files;  // names in the folder of files, or whole paths where a command named them
  std::string started_by;
  Instant started_at;
  std::string job_id;
  std::string state;  // waiting, storing, done, failed, cancelled
  std::optional<Instant> finished_at;
  std::int64_t lines = 0, charges = 0, bad_lines = 0, confirmations = 0, bad_confirmations = 0;
  bool confirmations_checked = false;
  std::array<std::int64_t, kFindingKinds> found{};
  std::int64_t kept = 0;
  std::string findings_sha256, error_code, error_sentence;
};

struct StoredFinding {
  std::string run_id;
  std::int64_t seq = 0;
  std::string kind;
  std::uint32_t file_number = 0;  // among the run's charges
  std::string file;               // its name
  std::int64_t line = 0;
  std::string service_id, partner_id, code;
  Instant at;
  std::int64_t amount = 0;
  std::string currency;
  std::int64_t expected = -1;
  std::string expected_currency, transaction_id, usage_id;
};
struct FindingFilter {
  std::string run_id;           // or
  std::string service_id = {};  // of any run, newest first
  std::string kind = {};        // with run_id
  std::string after = {};       // "seq", or "run_id seq" of a service's
  int limit = 50;
};
struct StoredTotal {
  std::string kind, service_id, partner_id, code, currency;
  std::int64_t lines = 0, amount = 0;
};
struct StoredBadLine {
  std::string file;
  std::int64_t line = 0;
  std::string code, field, sentence;
};

struct ChargesConfig {
  std::string folder;  // for work under way; made when missing
  std::string inbox;   // where files are put
  unsigned threads = 2;
  std::size_t block_bytes = 2u << 20;
  std::uint64_t checkpoint_bytes = 1u << 30;
};

struct InboxFile {
  std::string name;
  std::int64_t bytes = 0;
  Instant changed_at;
};

class Charges {
 public:
  Charges(store::Database& database, const ledger::Recorder& recorder, const Register& services, const StopList& stops,
          ChargesConfig config)
      : database_(database), recorder_(recorder), services_(services), stops_(stops), config_(std::move(config)) {}

  // Files that wait in the inbox, by name; at most 1,000.
  Result<std::vector<InboxFile>> inbox() const;

  // Notes a run, in the caller's transaction, so that its job exists exactly if it does. Errors: charges_files,
  // charges_file_name (no plain name, or not there).
  Result<std::string> begin(store::Transaction& tx, const std::string& actor, const ChargeFiles& files) const;
  // The same for a command, with paths.
  Result<std::string> begin_paths(const std::string& actor, const ChargeFiles& files) const;
  void set_job(store::Transaction& tx, const std::string& run_id, const std::string& job_id) const;
  // Carries out a noted run, or goes on with one that was cut off. Errors: charge_run_unknown, charge_run_over, and
  // those of Reconciliation.
  Result<ChargeRun> run_noted(const std::string& run_id, Progress* progress = nullptr) const;

  Result<ChargeRun> get(const std::string& id) const;                               // charge_run_unknown
  Result<std::vector<ChargeRun>> list(const std::string& before, int limit) const;  // newest first
  Result<std::vector<StoredFinding>> findings(const FindingFilter& filter) const;
  Result<std::vector<StoredTotal>> totals(const std::string& run_id) const;       // the largest first, 500
  Result<std::vector<StoredBadLine>> bad_lines(const std::string& run_id) const;  // the first of them

 private:
  Result<std::string> note(store::Transaction& tx, const std::string& actor, const ChargeFiles& files) const;
  Result<void> store(ChargeRun& run, const Tariff& tariff, Reconciliation& reconciliation, const Outcome& outcome,
                     Progress* progress) const;
  Result<void> mark_ended(ChargeRun run, const Error& error) const;
  std::string path_of(const std::string& name) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const Register& services_;
  const StopList& stops_;
  const ChargesConfig config_;
};

// Before jobs.start(); `charges` outlives the jobs.
void add_job(jobs::Service& jobs, const Charges& charges);

}  // namespace muster::billing

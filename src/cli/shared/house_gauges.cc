#include "house_gauges.h"

#include <algorithm>

#include <doctor/doctor.h>

namespace muster::cli {
namespace {

double seconds_since(const std::optional<Instant>& at, Instant now) {
  return at ? std::max(0.0, static_cast<double>((now - *at).count()) / 1e6) : 0;
}

void tell_folder(http::Metrics& m, const doctor::FolderState& s) {
  m.gauge("muster_disk_free_bytes", "Free where the instance's folder is.", static_cast<double>(s.disk_free));
  m.gauge("muster_disk_size_bytes", "All there is where the instance's folder is.", static_cast<double>(s.disk_size));
  m.gauge("muster_backup_time_seconds", "When the newest backup was made, Unix time; 0: none.",
          s.backup_at ? static_cast<double>(s.backup_at->micros) / 1e6 : 0);
  m.gauge("muster_keys_missing", "Key files that are missing or open to others.",
          static_cast<double>(s.keys_missing.size() + s.keys_open.size()));
}

void tell_database(http::Metrics& m, const doctor::DatabaseState& d, const doctor::FolderState& s, Instant now) {
  m.gauge("muster_ledger_entries", "Entries under the newest checkpoint.", static_cast<double>(d.entries));
  m.gauge("muster_ledger_pending_seconds", "How long the oldest entry has waited for its place in the ledger.",
          seconds_since(d.pending_since, now));
  m.gauge("muster_ledger_witnesses", "Witnesses that are enrolled.", static_cast<double>(d.witnesses.size()));
  double unwitnessed = 0;
  for (const auto& w : d.witnesses)
    if (w.cosigned_size < d.entries) unwitnessed = std::max(unwitnessed, seconds_since(w.heard_at(), now));
  m.gauge("muster_ledger_unwitnessed_seconds", "How long a witness that lacks entries has cosigned nothing.",
          unwitnessed);
  m.gauge("muster_jobs_failed", "Jobs of the last day that failed.", static_cast<double>(d.jobs_failed));
  m.gauge("muster_job_waits_seconds", "How long the oldest job that is due has waited for somebody to take it.",
          seconds_since(d.job_due_since, now));
  m.gauge("muster_letters_failed", "Letters of the last day that did not arrive.",
          static_cast<double>(d.letters_failed));
  m.gauge("muster_letter_waits_seconds", "How long the oldest letter has waited to be sent.",
          seconds_since(d.letter_due_since, now));
  const bool behind = d.newest_destroyed && (!s.erasures_at || *s.erasures_at < *d.newest_destroyed);
  m.gauge("muster_erasures_behind_seconds", "How long something that was destroyed has not been in vault.erased.",
          behind ? seconds_since(d.newest_destroyed, now) : 0);
}

}  // namespace

void export_house(http::Metrics& metrics, store::Database& database, const std::string& data, const Clock& clock,
                  std::function<void(http::Metrics&)> more) {
  metrics.before_reading([&metrics, &database, data, &clock, more = std::move(more)] {
    const Instant now = clock.now();
    const auto folder = doctor::look_at_folder(data);
    tell_folder(metrics, folder);
    const auto state = doctor::look_at_database(database, now);
    metrics.gauge("muster_database_up", "Whether the database answers.", state.ok());
    if (!state.ok()) return;
    tell_database(metrics, *state, folder, now);
    if (more) more(metrics);
  });
}

}  // namespace muster::cli

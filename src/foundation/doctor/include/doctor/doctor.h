// How an instance stands and what is wrong with it. Reading alone; nothing of people is in any sentence. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <store/database.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::doctor {

struct Finding {
  enum class Level { well, attention, wrong };  // wrong: something does not work, or soon won't
  Level level = Level::well;
  std::string check;     // snake_case: "disk", "witness"
  std::string sentence;  // what it is and what to do
};
const char* to_text(Finding::Level level);
// Of something that was knocked at: "The mail server answers.", or why it does not, at `otherwise`.
Finding answers(const char* check, const std::string& who, const Result<void>& there,
                Finding::Level otherwise = Finding::Level::wrong);

struct Limits {
  Duration pending = std::chrono::minutes(1);      // a leaf without an index, while a server runs
  Duration cosigned = std::chrono::hours(1);       // the newest checkpoint without a witness
  Duration job_waits = std::chrono::minutes(10);   // due and not taken by anybody
  Duration letter_waits = std::chrono::hours(24);  // written and not sent
  Duration backup = std::chrono::hours(26), backup_late = std::chrono::hours(24 * 7);
  Duration key = std::chrono::hours(24 * 200);  // of the ring, since it turned
  Duration ahead = std::chrono::minutes(5);     // what happened later than now
  Duration clocks = std::chrono::seconds(5);    // between this machine and the database's
  double disk_low = 0.10, disk_full = 0.02;     // free, of the whole
};

struct WitnessState {
  std::string name, url;
  Instant enrolled_at;
  std::int64_t cosigned_size = 0;
  std::optional<Instant> cosigned_at;
  Instant heard_at() const { return cosigned_at.value_or(enrolled_at); }
};
struct DatabaseState {
  std::int64_t entries = 0;              // of the ledger, under the newest checkpoint
  std::optional<Instant> checkpoint_at;  // nothing: none yet
  std::optional<Instant> pending_since;  // of the oldest leaf without an index
  std::vector<WitnessState> witnesses;   // not retired
  std::optional<Instant> newest_event;
  std::int64_t jobs_failed = 0;               // of the last day, up to 1,000
  std::optional<Instant> job_due_since;       // of the oldest that nobody takes
  std::int64_t letters_failed = 0;            // that did not arrive, up to 1,000
  std::optional<Instant> letter_due_since;    // of the oldest that should be on its way
  std::optional<Instant> newest_destroyed;    // of the vault
  std::optional<Duration> database_ahead;     // PostgreSQL's clock less ours
  std::optional<std::string> unsafe_setting;  // PostgreSQL's, by which what was committed can get lost
};
struct FolderState {
  bool there = false, writable = false, open_to_others = false;
  std::int64_t disk_free = 0, disk_size = 0;         // bytes
  std::vector<std::string> keys_missing, keys_open;  // of vault.keys, ledger.key, vault.erased
  std::size_t ring_size = 0;
  std::optional<Instant> ring_turned;  // when the active key was made
  std::optional<Instant> backup_at;    // the newest that was made
  std::optional<Instant> erasures_at;  // when the list of what was destroyed was last written
  std::optional<bool> clock_kept;      // by NTP, as the kernel says; nothing: it doesn't
};

// Errors: the database's.
Result<DatabaseState> look_at_database(store::Database& database, Instant now);
FolderState look_at_folder(const std::string& data);

std::vector<Finding> judge_folder(const FolderState& state, const std::string& data, const std::string& program,
                                  Instant now, const Limits& limits = {});
// `production`: what may be missing elsewhere is missed there.
std::vector<Finding> judge_database(const DatabaseState& database, const FolderState& folder,
                                    const std::string& program, bool production, Instant now,
                                    const Limits& limits = {});

// Whether something listens there. Errors: not_reached, with a sentence that says why.
Result<void> knock(const std::string& host, const std::string& port, Duration wait = std::chrono::seconds(3));
// Of "scheme://host:port…"; the scheme's port where none is named. Errors: address_form, and knock's.
Result<void> knock_at(const std::string& url, Duration wait = std::chrono::seconds(3));

}  // namespace muster::doctor

// Backups of an instance. A backup is a folder of mode 0700:
//   backup.json     {"text", "note"}: the manifest, and a signed note about it (ledger/statement.h)
//
//   database        one file (store/copy.h)
//
//   files/          evidence, documents, bundles and what else stands in the instance's folder
//
// The key ring, the ledger's key and the list of what was destroyed are not in it and have to be kept apart; so are
// letters on their way out, charges and what a demonstration wrote, which hold people in the clear.
#pragma once

#include <events/event.h>
#include <ledger/log.h>
#include <store/migrations.h>
#include <vault/vault.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace muster::backup {

// Of the record "instance", its name. Body: {"entries":n,"files":n,"bytes":n}
inline constexpr events::Kind kBackedUp{"instance.backed_up", 1, "A copy of the instance was made."};
// Body: {"taken_at":"…","entries":n,"destroyed_anew":n}
inline constexpr events::Kind kRestored{"instance.restored", 1, "The instance was put back from a copy."};

inline constexpr const char* kKeyFiles[] = {"vault.keys", "ledger.key", "vault.erased"};
inline constexpr const char* kLastFile = "backup.last";  // in the instance's folder: when the newest was made, RFC 3339

struct Manifest {
  std::string program, kind, name;  // muster or muster-numbers; production …
  std::string origin;               // of the ledger
  Instant at;                       // everything that was committed before is in it
  std::string database_sha256;
  std::int64_t database_bytes = 0, files = 0, file_bytes = 0, erased = 0;
  std::vector<std::string> keys;  // of the ring, without which the personal data in it can't be read
  std::string checkpoint;         // the newest at that time, a signed note; "" before the first
  std::int64_t entries = 0;       // its size
};

std::string manifest_text(const Manifest& manifest);
// Errors: backup_form.
Result<Manifest> parse_manifest(std::string_view text);

// What is backed up.
struct House {
  std::string program, kind, name, data, database;  // the folder; a file or an address
  store::Database& db;
  const ledger::Recorder& recorder;
  ledger::Log& log;
};

using Progress = std::function<void(std::int64_t files, std::int64_t bytes)>;

// Into a new folder, or anew into one that holds an earlier backup of the same instance: what is there already is not
// copied again. Errors: backup_folder (another's, or no folder of a backup), keyring_*, erasures_*, those of
// store::copy_out, disk_full.
Result<Manifest> make(const House& house, const std::string& to, const std::string& actor, const Progress& progress);

// Reads a backup's manifest and checks the signature by `key`, and the database's hash when `whole`. Errors:
// backup_missing, backup_form, backup_changed, and those of verify_statement.
Result<Manifest> check(const std::string& from, const ledger::VerifierKey& key, bool whole);

struct Restore {
  std::string program, from, keys;  // the folder with kKeyFiles
  std::string data, database;       // an empty or new folder; an address for PostgreSQL: of the tables' owner
  bool unreadable = false;          // also when the ring lacks keys, so that personal data stays unreadable
};
// Files, database and keys; the instance is not yet open to its program: see finish. Errors: those of check;
// backup_program, restore_not_empty, restore_keys (key files missing in `keys`, or of another instance),
// restore_keys_rotated, those of store::copy_in.
Result<Manifest> put_back(const Restore& restore, const Progress& progress);

struct Finished {
  std::int64_t destroyed_anew = 0;  // records whose personal data had come back
  std::int64_t entries = 0;         // of the ledger, before what this wrote
};
// Brings an SQLite database to this program's version, destroys anew, and records it. Can be done again after a crash.
// Errors: keyring_*, erasures_*, migration_*, schema_*.
Result<Finished> finish(const std::string& data, const std::string& database, std::span<const store::MigrationSet> sets,
                        const std::string& taken_at, const std::string& actor, const Clock& clock, Random& random);

}  // namespace muster::backup

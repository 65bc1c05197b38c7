#include "folder.h"
#include <base/files.h>
#include <base/text.h>
#include <ledger/sequencer.h>
#include <store/address.h>
#include <store/copy.h>
#include <vault/erasures.h>

#include <filesystem>

#include <fmt/format.h>

namespace muster::backup {
namespace {

namespace fs = std::filesystem;

constexpr store::Sql kInstanceName{"restored_instance", "select name from instance"};

Result<void> need_empty(const std::string& data) {
  std::error_code fault;
  if (fs::exists(data, fault) && !fs::is_empty(data, fault))
    return conflict("restore_not_empty", data + " is not empty; a backup is put into a folder of its own.");
  fs::create_directories(data, fault);
  if (!fault) fs::permissions(data, fs::perms::owner_all, fault);
  if (fault) return unavailable("data_folder", "The folder " + data + " can't be made. Check its parent.");
  return {};
}

Result<void> need_keys(const Restore& restore) {
  for (const char* name : kKeyFiles)
    if (!fs::exists(restore.keys + "/" + name))
      return refused("restore_keys", fmt::format("{} has no file {}. The key ring, the ledger's key and the list of "
                                                 "what was destroyed are kept together, apart from backups.",
                                                 restore.keys, name));
  return {};
}

// Key files apart from the backup: those of the instance that made it, and no older than it.
Result<void> check_keys(const Restore& restore, const Manifest& m) {
  MUSTER_TRY(const auto lines, vault::ErasureList(restore.keys + "/vault.erased").size());
  if (lines.value_or(0) < m.erased)
    return refused(
        "restore_keys",
        fmt::format("The list of what was destroyed has {} lines, and had {} when the backup was made: it is "
                    "an older copy. With it destroyed data could come back; use the newest one.",
                    lines.value_or(0), m.erased));
  MUSTER_TRY(const auto ring, vault::KeyRing::open(restore.keys + "/vault.keys"));
  for (const auto& id : m.keys)
    if (!ring.find(id) && !restore.unreadable)
      return refused("restore_keys_rotated",
                     "The key ring has been rotated since this backup was made: the personal data in it can't be read "
                     "any more. Use a newer backup, or --unreadable to have the rest.");
  return {};
}

}  // namespace

Result<Manifest> put_back(const Restore& restore, const Progress& progress) {
  MUSTER_CHECK_OK(need_keys(restore));
  MUSTER_TRY(const auto key, ledger::SigningKey::open(restore.keys + "/ledger.key"));
  MUSTER_TRY(const Manifest m, check(restore.from, key.verifier(), true));
  if (m.program != restore.program)
    return refused("backup_program", "This is a backup of " + m.program + ", not of " + restore.program + ".");
  MUSTER_CHECK_OK(check_keys(restore, m));
  MUSTER_CHECK_OK(need_empty(restore.data));
  MUSTER_CHECK_OK(copy_files(restore.from + "/" + kFilesFolder, restore.data, false, progress));
  // The list before the database: without it a database that was put back would open as it is.
  for (const char* name : {"vault.erased", "ledger.key"}) {
    std::error_code fault;
    fs::copy_file(restore.keys + "/" + std::string(name), restore.data + "/" + name, fault);
    if (!fault) fs::permissions(restore.data + "/" + name, fs::perms::owner_read | fs::perms::owner_write, fault);
    if (fault) return unavailable("restore_keys", fmt::format("{} could not be copied.", name));
  }
  MUSTER_CHECK_OK(store::copy_in(restore.from + "/" + kDatabaseFile, restore.database));
  MUSTER_TRY(const std::string ring, read_private_file(restore.keys + "/vault.keys"));
  MUSTER_CHECK_OK(create_file(restore.data + "/vault.keys", ring, 0600));
  return m;
}

Result<Finished> finish(const std::string& data, const std::string& database, std::span<const store::MigrationSet> sets,
                        const std::string& taken_at, const std::string& actor, const Clock& clock, Random& random) {
  MUSTER_TRY(auto ring, vault::KeyRing::open(data + "/vault.keys"));
  MUSTER_TRY(auto key, ledger::SigningKey::open(data + "/ledger.key"));
  MUSTER_TRY(const auto db, store::Database::open(database));
  if (!store::is_postgres(database)) MUSTER_CHECK_OK(store::migrate(*db, sets));
  MUSTER_CHECK_OK(store::check_schema(*db, sets));
  const ledger::Recorder recorder(clock, random);
  const vault::Vault vault(std::move(ring), recorder);
  ledger::Log log(*db, recorder, std::move(key));
  Finished out;
  if (const auto newest = log.latest_checkpoint(); newest.ok()) out.entries = newest->size;
  MUSTER_TRY(out.destroyed_anew, vault::ErasureList(data + "/vault.erased").destroy_anew(*db, vault, recorder, actor));
  MUSTER_CHECK_OK(db->write([&](store::Transaction& tx) -> Result<void> {
    const auto instance = tx.one(kInstanceName);
    if (!instance) return not_found("instance_missing", "There is no instance in this database.");
    recorder.record(tx, kRestored, actor, "instance", instance->text("name"),
                    fmt::format(R"({{"taken_at":{},"entries":{},"destroyed_anew":{}}})", json_quote(taken_at),
                                out.entries, out.destroyed_anew));
    return {};
  }));
  MUSTER_CHECK_OK(ledger::Sequencer(log, nullptr).flush());
  return out;
}

}  // namespace muster::backup

#include "folder.h"
#include <base/files.h>
#include <ledger/sequencer.h>
#include <ledger/statement.h>
#include <store/copy.h>
#include <vault/erasures.h>

#include <filesystem>

#include <fmt/format.h>

namespace muster::backup {
namespace {

namespace fs = std::filesystem;
using store::Sql;

constexpr const char* kBackupStatement = "backup";
constexpr Sql kKeyInUse{"backup_key_in_use", "select record_id from vault_key where kek_id = :kek_id limit 1"};

Result<ledger::StatementFile> read_manifest(const std::string& from) {
  const auto bytes = read_file(from + "/" + kManifestFile, kManifestMaxBytes);
  if (!bytes.ok()) return not_found("backup_missing", "There is no backup in " + from + ".");
  auto read = ledger::read_statement_file(*bytes);
  if (!read)
    return invalid("backup_form", "What stands in " + from + "/" + kManifestFile + " is no manifest of a backup.");
  return std::move(*read);
}

// A new folder, or that of an earlier backup of the same ledger.
Result<void> prepare_folder(const std::string& to, const std::string& origin) {
  std::error_code fault;
  if (fs::exists(to) && !fs::is_empty(to, fault)) {
    const auto before = read_manifest(to);
    const auto manifest = before.ok() ? parse_manifest(before->text) : Result<Manifest>(before.error());
    if (!manifest.ok() || manifest->origin != origin)
      return conflict("backup_folder", to + " holds something else than a backup of this instance; nothing was done.");
    return {};
  }
  fs::create_directories(to, fault);
  if (!fault) fs::permissions(to, fs::perms::owner_all, fault);
  if (fault) return unavailable("backup_folder", "The folder " + to + " can't be made. Check that it is writable.");
  return {};
}

Result<std::vector<std::string>> keys_in_use(store::Database& db, const vault::KeyRing& ring) {
  std::vector<std::string> out;
  for (const auto& id : ring.ids()) {
    MUSTER_TRY(const auto rows, db.ask(kKeyInUse, {{"kek_id", id}}));
    if (!rows.empty()) out.push_back(id);
  }
  return out;
}

}  // namespace

Result<Manifest> make(const House& house, const std::string& to, const std::string& actor, const Progress& progress) {
  MUSTER_TRY(const auto key, ledger::SigningKey::open(house.data + "/ledger.key"));
  MUSTER_CHECK_OK(prepare_folder(to, key.name()));
  vault::ErasureList erased(house.data + "/vault.erased");
  MUSTER_CHECK_OK(erased.take_from(house.db));
  MUSTER_CHECK_OK(ledger::Sequencer(house.log, nullptr).flush());
  Manifest m;
  m.program = house.program, m.kind = house.kind, m.name = house.name;
  m.origin = key.name();
  m.at = house.recorder.clock().now();
  MUSTER_TRY(const auto ring, vault::KeyRing::open(house.data + "/vault.keys"));
  MUSTER_TRY(m.keys, keys_in_use(house.db, ring));
  MUSTER_TRY(const auto lines, erased.size());
  m.erased = lines.value_or(0);
  if (const auto newest = house.log.latest_checkpoint(); newest.ok()) {
    m.checkpoint = newest->note;
    m.entries = newest->size;
  }
  // The database first: each file that it names is there before its row, and so is in what is copied afterwards.
  const std::string database = to + "/" + kDatabaseFile, fresh = database + ".new";
  std::error_code fault;
  fs::remove(fresh, fault);
  MUSTER_CHECK_OK(store::copy_out(house.database, fresh));
  MUSTER_TRY(m.database_sha256, file_sha256(fresh));
  m.database_bytes = static_cast<std::int64_t>(fs::file_size(fresh, fault));
  MUSTER_TRY(const Copied copied, copy_files(house.data, to + "/" + kFilesFolder, true, progress));
  m.files = copied.files;
  m.file_bytes = copied.bytes;
  fs::rename(fresh, database, fault);
  if (fault) return unavailable("backup_folder", "The copy of the database can't be put at " + database + ".");
  const std::string text = manifest_text(m);
  MUSTER_CHECK_OK(replace_file(to + "/" + kManifestFile,
                               ledger::statement_file(text, ledger::sign_statement(kBackupStatement, text, m.at, key)),
                               0600));
  MUSTER_CHECK_OK(house.db.write([&](store::Transaction& tx) -> Result<void> {
    house.recorder.record(
        tx, kBackedUp, actor, "instance", house.name,
        fmt::format(R"({{"entries":{},"files":{},"bytes":{}}})", m.entries, m.files, m.database_bytes + m.file_bytes));
    return {};
  }));
  MUSTER_CHECK_OK(replace_file(house.data + "/" + kLastFile, to_rfc3339(m.at) + "\n"));
  return m;
}

Result<Manifest> check(const std::string& from, const ledger::VerifierKey& key, bool whole) {
  MUSTER_TRY(const auto read, read_manifest(from));
  MUSTER_TRY(const auto said, ledger::verify_statement(read.note, read.text, key));
  if (said.kind != kBackupStatement) return invalid("backup_form", "What is signed here is no backup.");
  MUSTER_TRY(Manifest m, parse_manifest(read.text));
  if (!whole) return m;
  MUSTER_TRY(const std::string hash, file_sha256(from + "/" + kDatabaseFile));
  if (hash != m.database_sha256)
    return refused("backup_changed", "The database in " + from + " is not the one that was signed; it was not used.");
  return m;
}

}  // namespace muster::backup

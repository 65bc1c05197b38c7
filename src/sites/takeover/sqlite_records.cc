// An SQLite file of strangers: opened read-only, in defensive mode, a plain table alone; or its bytes in memory, so
// that what was sent never stands on a disk in clear.
#include "records.h"
#include <base/text.h>
#include <filings/import.h>

#include <filesystem>

#include <sqlite3.h>

namespace muster::takeover {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct EndStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

Error error_of(int code) {
  if (code == SQLITE_NOTADB) return invalid("register_not_sqlite", "This is no SQLite file.", "file");
  if (code == SQLITE_TOOBIG) return invalid("register_damaged", "A value of the file is longer than 256 KiB.", "file");
  return invalid("register_damaged", "The SQLite file is damaged, or can't be read.", "file");
}

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

Result<Statement> prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  Statement statement(made);
  if (code != SQLITE_OK) return error_of(code);
  return statement;
}

std::string text_at(sqlite3_stmt* statement, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))) : std::string();
}

class SqliteRecords final : public Records {
 public:
  SqliteRecords(std::string bytes, Handle db, Statement rows, int columns, std::int64_t total)
      : bytes_(std::move(bytes)), db_(std::move(db)), rows_(std::move(rows)), columns_(columns), total_(total) {}
  Result<bool> next(std::vector<std::string>& fields, std::optional<Error>& fault) override {
    const int code = sqlite3_step(rows_.get());
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return error_of(code);
    ++done_;
    for (int i = 0; i < columns_; ++i) {
      if (sqlite3_column_type(rows_.get(), i) == SQLITE_BLOB) {
        fields.clear();
        fault = invalid("register_blob", "A value of this record is no text.", "record");
        return true;
      }
      fields.push_back(text_at(rows_.get(), i));
    }
    return true;
  }
  Result<void> rewind() override {
    sqlite3_reset(rows_.get());
    done_ = 0;
    return {};
  }
  std::int64_t done() const override { return done_; }
  std::int64_t total() const override { return total_; }

 private:
  std::string bytes_;  // which outlive the database over them
  Handle db_;
  Statement rows_;  // ends before its database
  int columns_;
  std::int64_t done_ = 0, total_;
};

constexpr std::size_t kSmallestFile = 512;  // one page

Result<Handle> open_bytes(std::string& bytes) {
  if (bytes.size() < kSmallestFile) return error_of(SQLITE_NOTADB);
  // Bytes 18 and 19 say whether the file was used with a write-ahead log, which never came with it (file
  // format, 1.3.3).
  for (const std::size_t at : {18u, 19u})
    if (bytes[at] == 2) bytes[at] = 1;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  Handle db(raw);
  if (code != SQLITE_OK) return error_of(code);
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  const int taken = sqlite3_deserialize(db.get(), "main", reinterpret_cast<unsigned char*>(bytes.data()), size, size,
                                        SQLITE_DESERIALIZE_READONLY);
  if (taken != SQLITE_OK) return error_of(taken);
  return db;
}

Result<Handle> open_file(const std::string& path) {
  if (!std::filesystem::exists(path)) return not_found("file_missing", "There is no such file, or it can't be read.");
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, nullptr);
  Handle db(raw);
  if (code != SQLITE_OK) return error_of(code);
  return db;
}

// As SQLite's own advice for files of strangers has it ("Defense against the dark arts").
void distrust(sqlite3* db) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, static_cast<int>(filings::kImportRecordMax));
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_exec(db, "pragma cell_size_check = on; pragma mmap_size = 0; pragma ignore_check_constraints = on", nullptr,
               nullptr, nullptr);
}

// A cell that stands in two places, or a page that leads back to itself, would make records without end.
Result<void> look_through(sqlite3* db, const std::string& table) {
  MUSTER_TRY(const Statement check, prepare(db, "pragma quick_check(" + quoted(table) + ")"));
  const int code = sqlite3_step(check.get());
  if (code != SQLITE_ROW) return error_of(code);
  return text_at(check.get(), 0) == "ok" ? Result<void>() : error_of(SQLITE_CORRUPT);
}

// By its text in the schema, which SQLite begins so whoever wrote it otherwise: to ask for its columns, or for a list
// of tables, would wake what stands behind a virtual one.
Result<bool> is_plain_table(sqlite3* db, const std::string& table) {
  MUSTER_TRY(const Statement is, prepare(db, "select sql from sqlite_master where name = ?1 and type = 'table'"));
  sqlite3_bind_text(is.get(), 1, table.data(), static_cast<int>(table.size()), SQLITE_TRANSIENT);
  const int code = sqlite3_step(is.get());
  if (code == SQLITE_ROW) return to_lower_ascii(text_at(is.get(), 0)).starts_with("create table ");
  if (code != SQLITE_DONE) return error_of(code);
  return false;
}

// The table's columns. Errors: register_table.
Result<std::vector<std::string>> columns_of(sqlite3* db, const std::string& table) {
  MUSTER_TRY(const bool plain, is_plain_table(db, table));
  if (!plain) return invalid("register_table", "The file has no table " + table + ".", "table");
  MUSTER_TRY(const Statement info, prepare(db, "pragma table_xinfo(" + quoted(table) + ")"));
  constexpr int kName = 1, kHidden = 6;
  std::vector<std::string> out;
  while (sqlite3_step(info.get()) == SQLITE_ROW) {
    // What the file's own schema would have us reckon, for each record.
    if (sqlite3_column_int(info.get(), kHidden) != 0)
      return invalid("register_table",
                     "The table " + table + " has columns that are computed; copy it into a plain one.", "table");
    out.push_back(text_at(info.get(), kName));
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Records>> open_sqlite(const Place& place, const Mapping& mapping) {
  std::string bytes(place.content.value_or(""));
  MUSTER_TRY(Handle db, place.content ? open_bytes(bytes) : open_file(place.path));
  distrust(db.get());
  MUSTER_TRY(const auto have, columns_of(db.get(), mapping.table));
  std::string wanted;
  for (const auto& [ours, theirs] : mapping.columns) {
    if (std::find(have.begin(), have.end(), theirs) == have.end())
      return invalid("register_column", "The register has no column " + theirs + ".", ours);
    wanted += (wanted.empty() ? "" : ", ") + quoted(theirs);
  }
  MUSTER_CHECK_OK(look_through(db.get(), mapping.table));
  MUSTER_TRY(const Statement all, prepare(db.get(), "select count(*) from " + quoted(mapping.table)));
  if (const int code = sqlite3_step(all.get()); code != SQLITE_ROW) return error_of(code);
  MUSTER_TRY(Statement rows, prepare(db.get(), "select " + wanted + " from " + quoted(mapping.table)));
  return std::unique_ptr<Records>(std::make_unique<SqliteRecords>(std::move(bytes), std::move(db), std::move(rows),
                                                                  static_cast<int>(mapping.columns.size()),
                                                                  sqlite3_column_int64(all.get(), 0)));
}

}  // namespace muster::takeover

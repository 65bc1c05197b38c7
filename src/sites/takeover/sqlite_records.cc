// An SQLite file of strangers: opened read-only, in defensive mode, a plain table alone.
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
  SqliteRecords(Handle db, Statement rows, int columns)
      : db_(std::move(db)), rows_(std::move(rows)), columns_(columns) {}
  Result<bool> next(std::vector<std::string>& fields, std::optional<Error>& fault) override {
    const int code = sqlite3_step(rows_.get());
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return error_of(code);
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

 private:
  Handle db_;
  Statement rows_;  // ends before its database
  int columns_;
};

Result<Handle> open(const std::string& path) {
  if (!std::filesystem::exists(path)) return not_found("file_missing", "There is no such file, or it can't be read.");
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, nullptr);
  Handle db(raw);
  if (code != SQLITE_OK) return error_of(code);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(db.get(), SQLITE_LIMIT_LENGTH, static_cast<int>(filings::kImportRecordMax));
  sqlite3_limit(db.get(), SQLITE_LIMIT_ATTACHED, 0);
  return db;
}

// The table's columns. Errors: register_table.
Result<std::vector<std::string>> columns_of(sqlite3* db, const std::string& table) {
  MUSTER_TRY(const Statement is, prepare(db, "select type from sqlite_master where name = ?1 and type = 'table'"));
  sqlite3_bind_text(is.get(), 1, table.data(), static_cast<int>(table.size()), SQLITE_TRANSIENT);
  const int code = sqlite3_step(is.get());
  if (code == SQLITE_DONE) return invalid("register_table", "The file has no table " + table + ".", "table");
  if (code != SQLITE_ROW) return error_of(code);
  MUSTER_TRY(const Statement info, prepare(db, "pragma table_info(" + quoted(table) + ")"));
  std::vector<std::string> out;
  while (sqlite3_step(info.get()) == SQLITE_ROW) out.push_back(text_at(info.get(), 1));
  return out;
}

}  // namespace

Result<std::unique_ptr<Records>> open_sqlite(const std::string& path, const Mapping& mapping) {
  MUSTER_TRY(Handle db, open(path));
  MUSTER_TRY(const auto have, columns_of(db.get(), mapping.table));
  std::string wanted;
  for (const auto& [ours, theirs] : mapping.columns) {
    if (std::find(have.begin(), have.end(), theirs) == have.end())
      return invalid("register_column", "The register has no column " + theirs + ".", ours);
    wanted += (wanted.empty() ? "" : ", ") + quoted(theirs);
  }
  MUSTER_TRY(Statement rows, prepare(db.get(), "select " + wanted + " from " + quoted(mapping.table)));
  return std::unique_ptr<Records>(
      std::make_unique<SqliteRecords>(std::move(db), std::move(rows), static_cast<int>(mapping.columns.size())));
}

}  // namespace muster::takeover

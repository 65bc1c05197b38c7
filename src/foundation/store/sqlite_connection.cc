// SQLite through its own C library: prepared statements are kept per connection, rows are stepped.
#include "connection.h"

#include <algorithm>

#include <sqlite3.h>

namespace muster::store {
namespace {

[[noreturn]] void fail(sqlite3* db, int code) {
  const int primary = code & 0xff;
  const std::string words = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw SerializationFailure();
    case SQLITE_FULL:
      throw Unavailable("disk_full", "The disk is full. Nothing was changed; free space and try again.");
    case SQLITE_CONSTRAINT: {
      const int extended = sqlite3_extended_errcode(db);
      throw ConstraintViolation(words,
                                extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY);
    }
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_READONLY:
      if (primary == SQLITE_READONLY && words.find("attempt to write") != std::string::npos) throw SqlBug(words);
      throw Unavailable("database_unavailable",
                        "The database file can't be used (" + std::string(sqlite3_errstr(code)) + ").");
    default:
      throw SqlBug(words);
  }
}

void bind_value(sqlite3_stmt* statement, int at, const Value& value) {
  if (const auto* i = std::get_if<std::int64_t>(&value))
    sqlite3_bind_int64(statement, at, *i);
  else if (const auto* d = std::get_if<double>(&value))
    sqlite3_bind_double(statement, at, *d);
  else if (const auto* s = std::get_if<std::string>(&value))
    sqlite3_bind_text64(statement, at, s->data(), s->size(), SQLITE_STATIC, SQLITE_UTF8);
  else
    sqlite3_bind_null(statement, at);
}

Value column_value(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, at)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, at);
    case SQLITE_NULL:
      return {};
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, at));
      return std::string(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
    }
  }
}

// Gives a statement back to its cache in a clean state.
struct Reset {
  sqlite3_stmt* statement;
  ~Reset() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

class SqliteBulk final : public BulkInsert {
 public:
  SqliteBulk(sqlite3* db, std::string_view table, std::span<const std::string_view> columns) : db_(db) {
    std::string names, marks;
    for (const auto column : columns) {
      names += (names.empty() ? "" : ",") + std::string(column);
      marks += marks.empty() ? "?" : ",?";
    }
    const std::string sql = "insert into " + std::string(table) + "(" + names + ") values(" + marks + ")";
    const int code = sqlite3_prepare_v3(db, sql.c_str(), -1, 0, &statement_, nullptr);
    if (code != SQLITE_OK) fail(db, code);
  }
  ~SqliteBulk() override { sqlite3_finalize(statement_); }
  void row(std::span<const Value> values) override {
    const Reset reset{statement_};
    for (std::size_t i = 0; i < values.size(); ++i) bind_value(statement_, static_cast<int>(i) + 1, values[i]);
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_DONE) fail(db_, code);
  }
  void finish() override {}

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, bool writes, const Options& options) {
    const int code =
        sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
      sqlite3_close_v2(db_);
      throw Unavailable("database_unavailable",
                        "The database file can't be opened. Check that its folder exists and is writable.");
    }
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, static_cast<int>(options.busy_max.count() / 1000));
    try {
      script(
          "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma recursive_triggers=on;"
          "pragma temp_store=memory; pragma cache_size=-65536; pragma mmap_size=1073741824; pragma "
          "trusted_schema=off;");
      if (!writes) script("pragma query_only=on;");
    } catch (...) {
      sqlite3_close_v2(db_);
      throw;
    }
  }
  ~SqliteConnection() override {
    for (auto& [text, prepared] : statements_) sqlite3_finalize(prepared.statement);
    sqlite3_close_v2(db_);
  }

  Backend backend() const override { return Backend::sqlite; }
  bool healthy() const override { return true; }
  void begin(bool writes) override { script(writes ? "begin immediate" : "begin"); }
  void commit() override { script("commit"); }
  void rollback() noexcept override {
    if (sqlite3_get_autocommit(db_) == 0) sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr);
  }

  void script(std::string_view sql) override {
    const int code = sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(db_, code);
  }

  std::int64_t execute(const Sql& sql, const Binds& binds, const Visit& visit) override {
    const Prepared& prepared = prepare(sql);
    sqlite3_stmt* statement = prepared.statement;
    const Reset reset{statement};
    bind_all(prepared, binds, sql);
    std::shared_ptr<std::vector<std::string>> columns;
    const std::int64_t before = sqlite3_total_changes64(db_);
    int code = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      if (!visit) continue;
      const int count = sqlite3_column_count(statement);
      if (!columns) {
        columns = std::make_shared<std::vector<std::string>>();
        for (int i = 0; i < count; ++i) columns->emplace_back(sqlite3_column_name(statement, i));
      }
      std::vector<Value> values;
      values.reserve(static_cast<std::size_t>(count));
      for (int i = 0; i < count; ++i) values.push_back(column_value(statement, i));
      if (!visit(Row(columns, std::move(values)))) return 0;
    }
    if (code != SQLITE_DONE) fail(db_, code);
    return sqlite3_total_changes64(db_) == before ? 0 : sqlite3_changes64(db_);
  }

  std::unique_ptr<BulkInsert> bulk(std::string_view table, std::span<const std::string_view> columns) override {
    return std::make_unique<SqliteBulk>(db_, table, columns);
  }

 private:
  struct Prepared {
    sqlite3_stmt* statement = nullptr;
    std::vector<std::string> names;  // of its parameters, without their colon; in their order
  };

  const Prepared& prepare(const Sql& sql) {
    auto [it, fresh] = statements_.try_emplace(sql.text);
    if (!fresh) return it->second;
    Prepared& out = it->second;
    const int code = sqlite3_prepare_v3(db_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &out.statement, nullptr);
    if (code != SQLITE_OK) {
      statements_.erase(it);
      fail(db_, code);
    }
    for (int i = 1; i <= sqlite3_bind_parameter_count(out.statement); ++i) {
      const char* name = sqlite3_bind_parameter_name(out.statement, i);
      out.names.emplace_back(name ? name + 1 : "");
    }
    return out;
  }

  // Most callers say values in the order of the statement: they are looked for there first.
  static void bind_all(const Prepared& prepared, const Binds& binds, const Sql& sql) {
    const auto& names = prepared.names;
    std::size_t bound = 0;
    for (const Bind& bind : binds) {
      const auto found = bound < names.size() && names[bound] == bind.name
                             ? names.begin() + static_cast<std::ptrdiff_t>(bound)
                             : std::find(names.begin(), names.end(), bind.name);
      if (found == names.end()) continue;
      bind_value(prepared.statement, static_cast<int>(found - names.begin()) + 1, bind.value);
      ++bound;
    }
    if (bound != names.size()) throw SqlBug("statement " + std::string(sql.name) + " lacks a parameter");
  }

  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, Prepared> statements_;
};

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path, bool writes, const Options& options) {
  return std::make_unique<SqliteConnection>(path, writes, options);
}

}  // namespace muster::store

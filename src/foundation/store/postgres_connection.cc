// PostgreSQL through libpq: statements are prepared once per connection, rows come in single-row mode, bulk by COPY.
#include "connection.h"

#include <charconv>

#include <libpq-fe.h>

namespace muster::store {
namespace {

struct Cleared {
  PGresult* result;
  ~Cleared() { PQclear(result); }
};

[[noreturn]] void fail(PGconn* db, const PGresult* result) {
  if (PQstatus(db) != CONNECTION_OK || !result)
    throw Unavailable("database_unavailable", "The database server went away. Nothing was half-written; try again.");
  const char* state_raw = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = state_raw ? state_raw : "";
  const char* words_raw = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string words = words_raw ? words_raw : PQresultErrorMessage(result);
  if (state == "40001" || state == "40P01") throw SerializationFailure();
  if (state == "23505") throw ConstraintViolation(words, true);
  if (state.starts_with("23") || state == "P0001" || state == "42501") throw ConstraintViolation(words);
  if (state == "53100")
    throw Unavailable("disk_full",
                      "The database server's disk is full. Nothing was changed; free space and try again.");
  // libpq's own words have no state: the connection broke, which PQstatus may not know yet.
  if (state.empty() || state.starts_with("57") || state.starts_with("53") || state.starts_with("08"))
    throw Unavailable("database_unavailable",
                      "The database server can't serve now. Nothing was half-written; try again.");
  throw SqlBug(state + " " + words);
}

std::string as_text(const Value& value) {
  if (const auto* i = std::get_if<std::int64_t>(&value)) return std::to_string(*i);
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  if (const auto* d = std::get_if<double>(&value)) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, *d).ptr;
    return {buffer, end};
  }
  return {};
}

// Object ids of pg_type.dat, fixed since PostgreSQL 7.
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kFloat4 = 700, kFloat8 = 701;

Value column_value(const PGresult* result, int at) {
  if (PQgetisnull(result, 0, at)) return {};
  const std::string_view text(PQgetvalue(result, 0, at), static_cast<std::size_t>(PQgetlength(result, 0, at)));
  switch (PQftype(result, at)) {
    case kBool:
      return std::int64_t{text == "t"};
    case kInt2:
    case kInt4:
    case kInt8: {
      std::int64_t i = 0;
      std::from_chars(text.data(), text.data() + text.size(), i);
      return i;
    }
    case kFloat4:
    case kFloat8:
      return std::stod(std::string(text));
    default:
      return std::string(text);
  }
}

// COPY's text format: tab between columns, \N for null, backslash escapes.
void append_copy(std::string& out, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    out += "\\N";
    return;
  }
  for (const char c : as_text(value)) {
    if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
      out += '\\';
      out += c == '\\' ? '\\' : c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
    } else {
      out += c;
    }
  }
}

class PostgresBulk final : public BulkInsert {
 public:
  PostgresBulk(PGconn* db, std::string_view table, std::span<const std::string_view> columns) : db_(db) {
    std::string names;
    for (const auto column : columns) names += (names.empty() ? "" : ",") + std::string(column);
    const std::string sql = "copy " + std::string(table) + "(" + names + ") from stdin";
    const Cleared started{PQexec(db, sql.c_str())};
    if (PQresultStatus(started.result) != PGRES_COPY_IN) fail(db, started.result);
  }
  ~PostgresBulk() override {
    if (finished_) return;
    PQputCopyEnd(db_, "abandoned");
    drain();
  }
  void row(std::span<const Value> values) override {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i) buffer_ += '\t';
      append_copy(buffer_, values[i]);
    }
    buffer_ += '\n';
    if (buffer_.size() > 64 * 1024) flush();
  }
  void finish() override {
    flush();
    finished_ = true;
    if (PQputCopyEnd(db_, nullptr) != 1) fail(db_, nullptr);
    const Cleared done{PQgetResult(db_)};
    const bool ok = PQresultStatus(done.result) == PGRES_COMMAND_OK;
    drain();
    if (!ok) fail(db_, done.result);
  }

 private:
  void flush() {
    if (!buffer_.empty() && PQputCopyData(db_, buffer_.data(), static_cast<int>(buffer_.size())) != 1)
      fail(db_, nullptr);
    buffer_.clear();
  }
  void drain() {
    while (PGresult* rest = PQgetResult(db_)) PQclear(rest);
  }
  PGconn* db_;
  std::string buffer_;
  bool finished_ = false;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& url) : db_(PQconnectdb(url.c_str())) {
    if (PQstatus(db_) != CONNECTION_OK) {
      PQfinish(db_);
      throw Unavailable("database_unavailable",
                        "The database server can't be reached. Check the address, the role and its password.");
    }
    PQsetNoticeProcessor(
        db_, [](void*, const char*) {}, nullptr);
    // Every statement goes along an index. A plan that was kept while a table was still empty reads it whole for ever,
    // and reading it whole makes serializable transactions conflict that touch other rows. What has no index for it is
    // read whole all the same. Servers that merely speak the protocol may not know these.
    for (const char* setting : {"set enable_seqscan = off", "set jit = off"}) PQclear(PQexec(db_, setting));
  }
  ~PostgresConnection() override { PQfinish(db_); }

  Backend backend() const override { return Backend::postgres; }
  bool healthy() const override { return PQstatus(db_) == CONNECTION_OK && PQtransactionStatus(db_) == PQTRANS_IDLE; }
  void begin(bool writes) override {
    script(writes ? "begin isolation level serializable" : "begin isolation level repeatable read read only");
  }
  void commit() override { script("commit"); }
  void rollback() noexcept override { PQclear(PQexec(db_, "rollback")); }

  void script(std::string_view sql) override {
    const Cleared done{PQexec(db_, std::string(sql).c_str())};
    const auto status = PQresultStatus(done.result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(db_, done.result);
  }

  std::int64_t execute(const Sql& sql, const Binds& binds, const Visit& visit) override {
    const Prepared& prepared = prepare(sql);
    std::vector<std::string> texts(prepared.names.size());
    std::vector<const char*> values(prepared.names.size(), nullptr);
    for (std::size_t i = 0; i < prepared.names.size(); ++i) {
      const Bind* found = nullptr;
      for (const Bind& bind : binds)
        if (bind.name == prepared.names[i]) found = &bind;
      if (!found) throw SqlBug("statement " + std::string(sql.name) + " lacks :" + prepared.names[i]);
      if (std::holds_alternative<std::monostate>(found->value)) continue;
      texts[i] = as_text(found->value);
      // A zero byte would cut the text off silently.
      if (texts[i].find('\0') != std::string::npos)
        throw ConstraintViolation("text_has_zero_byte: Text can't hold a zero byte; nothing was changed.");
      values[i] = texts[i].c_str();
    }
    if (PQsendQueryPrepared(db_, prepared.id.c_str(), static_cast<int>(values.size()), values.data(), nullptr, nullptr,
                            0) != 1)
      fail(db_, nullptr);
    PQsetSingleRowMode(db_);
    return collect(visit);
  }

  std::unique_ptr<BulkInsert> bulk(std::string_view table, std::span<const std::string_view> columns) override {
    return std::make_unique<PostgresBulk>(db_, table, columns);
  }

 private:
  struct Prepared {
    std::string id;
    std::vector<std::string> names;
  };

  // Reads all results of the statement under way; the connection is free for the next one afterwards, whatever happens.
  std::int64_t collect(const Visit& visit) {
    struct Drain {
      PGconn* db;
      ~Drain() {
        while (PGresult* rest = PQgetResult(db)) PQclear(rest);
      }
    };
    const Drain drain{db_};
    std::shared_ptr<std::vector<std::string>> columns;
    std::int64_t changed = 0;
    while (PGresult* raw = PQgetResult(db_)) {
      const Cleared got{raw};
      const auto status = PQresultStatus(raw);
      if (status == PGRES_SINGLE_TUPLE) {
        if (!visit) continue;
        if (!visit(row_of(raw, columns))) {
          stop();
          return 0;
        }
      } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        const std::string_view count = PQcmdTuples(raw);
        const bool selected = std::string_view(PQcmdStatus(raw)).starts_with("SELECT");
        if (!selected) std::from_chars(count.data(), count.data() + count.size(), changed);
      } else {
        fail(db_, raw);
      }
    }
    return changed;
  }

  static Row row_of(const PGresult* raw, std::shared_ptr<std::vector<std::string>>& columns) {
    const int count = PQnfields(raw);
    if (!columns) {
      columns = std::make_shared<std::vector<std::string>>();
      for (int i = 0; i < count; ++i) columns->emplace_back(PQfname(raw, i));
    }
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) values.push_back(column_value(raw, i));
    return {columns, std::move(values)};
  }

  // The reader has seen enough. Reading on to the end is the only way that keeps the transaction usable.
  void stop() {
    while (PGresult* rest = PQgetResult(db_)) PQclear(rest);
  }

  const Prepared& prepare(const Sql& sql) {
    auto found = prepared_.find(sql.text);
    if (found != prepared_.end()) return found->second;
    Prepared fresh;
    fresh.id = "s" + std::to_string(prepared_.size());
    const std::string text = to_positional(sql.text, fresh.names);
    const Cleared done{PQprepare(db_, fresh.id.c_str(), text.c_str(), 0, nullptr)};
    if (PQresultStatus(done.result) != PGRES_COMMAND_OK) fail(db_, done.result);
    return prepared_.emplace(sql.text, std::move(fresh)).first->second;
  }

  PGconn* db_;
  std::unordered_map<std::string, Prepared> prepared_;
};

}  // namespace

std::unique_ptr<Connection> open_postgres(const std::string& url) {
  return std::make_unique<PostgresConnection>(url);
}

}  // namespace muster::store

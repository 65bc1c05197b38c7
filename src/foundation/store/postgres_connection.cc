// PostgreSQL through libpq: statements are prepared once per connection, rows come in single-row mode.
#include "postgres_session.h"

#include <charconv>
#include <unordered_map>

namespace muster::store {
namespace {

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

class PostgresConnection final : public PostgresSession {
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
  // `begin` goes with the first statement.
  void begin(bool writes) override {
    pipeline_.add(writes ? "begin isolation level serializable" : "begin isolation level repeatable read read only");
  }
  void commit() override {
    pipeline_.add("commit");
    pipeline_.settle();
  }
  void rollback() noexcept override {
    try {
      pipeline_.settle();
    } catch (const std::exception&) {
    }
    PQclear(PQexec(db_, "rollback"));
  }

  void script(std::string_view sql) override {
    pipeline_.settle();
    const Cleared done{PQexec(db_, std::string(sql).c_str())};
    const auto status = PQresultStatus(done.result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(db_, done.result);
  }

  std::int64_t execute(const Sql& sql, const Binds& binds, const Visit& visit) override {
    const Statement& statement = prepare(sql);
    std::vector<std::string> texts(statement.names.size());
    std::vector<const char*> values(statement.names.size(), nullptr);
    for (std::size_t i = 0; i < statement.names.size(); ++i) {
      const Bind* found = nullptr;
      for (const Bind& bind : binds)
        if (bind.name == statement.names[i]) found = &bind;
      if (!found) throw SqlBug("statement " + std::string(sql.name) + " lacks :" + statement.names[i]);
      if (std::holds_alternative<std::monostate>(found->value)) continue;
      texts[i] = as_text(found->value);
      values[i] = texts[i].c_str();
    }
    if (pipeline_.open()) {
      pipeline_.add_prepared(statement.id, values);
      pipeline_.reach_last();
    } else if (PQsendQueryPrepared(db_, statement.id.c_str(), static_cast<int>(values.size()), values.data(), nullptr,
                                   nullptr, 0) != 1) {
      fail(db_, nullptr);
    }
    PQsetSingleRowMode(db_);
    return answered(visit);
  }

  std::unique_ptr<BulkInsert> bulk(std::string_view table, std::span<const std::string_view> columns) override {
    return postgres_bulk(*this, table, columns);
  }

  PGconn* db() override { return db_; }
  Pipeline& pipeline() override { return pipeline_; }
  const std::string& prepared(const std::string& text) override {
    const auto found = texts_.find(text);
    if (found != texts_.end()) return found->second;
    const std::string id = "b" + std::to_string(texts_.size());
    prepare(id, text);
    return texts_.emplace(text, id).first->second;
  }
  const ColumnTypes& types_of(const std::string& table, const std::string& columns) override {
    auto [found, fresh] = types_.try_emplace(table + "(" + columns + ")");
    if (!fresh && !found->second.empty()) return found->second;
    pipeline_.settle();
    const char* value = table.c_str();
    const Cleared got{
        PQexecParams(db_,
                     "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = "
                     "to_regclass($1) and attnum > 0 and not attisdropped",
                     1, nullptr, &value, nullptr, nullptr, 0)};
    if (PQresultStatus(got.result) != PGRES_TUPLES_OK) fail(db_, got.result);
    for (int i = 0; i < PQntuples(got.result); ++i)
      found->second.emplace(PQgetvalue(got.result, i, 0), PQgetvalue(got.result, i, 1));
    return found->second;
  }

 private:
  struct Statement {
    std::string id;
    std::vector<std::string> names;
  };

  // The statement's own answer, whether or not others went with it.
  std::int64_t answered(const Visit& visit) {
    if (!pipeline_.open()) return collect(visit);
    std::int64_t changed = 0;
    try {
      changed = collect(visit);
    } catch (...) {
      // A refusal of what went before says more than that this statement was skipped.
      pipeline_.finish();
      throw;
    }
    pipeline_.finish();
    return changed;
  }

  // Reads all results of the statement under way; the connection is free for the next one afterwards, whatever happens.
  std::int64_t collect(const Visit& visit) {
    struct Drain {
      PGconn* db;
      bool ended = false;  // the null was read; what is behind it is the pipeline's
      PGresult* next() {
        PGresult* result = ended ? nullptr : PQgetResult(db);
        ended = result == nullptr;
        return result;
      }
      ~Drain() {
        while (PGresult* rest = next()) PQclear(rest);
      }
    };
    // Where the reader has seen enough, reading on to the end is the only way that keeps the transaction usable.
    Drain answers{db_};
    std::shared_ptr<std::vector<std::string>> columns;
    std::int64_t changed = 0;
    while (PGresult* raw = answers.next()) {
      const Cleared got{raw};
      const auto status = PQresultStatus(raw);
      if (status == PGRES_SINGLE_TUPLE) {
        if (!visit) continue;
        if (!visit(row_of(raw, columns))) return 0;
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

  const Statement& prepare(const Sql& sql) {
    auto found = statements_.find(sql.text);
    if (found != statements_.end()) return found->second;
    Statement fresh;
    fresh.id = "s" + std::to_string(statements_.size());
    prepare(fresh.id, to_positional(sql.text, fresh.names));
    return statements_.emplace(sql.text, std::move(fresh)).first->second;
  }
  void prepare(const std::string& id, const std::string& text) {
    pipeline_.settle();
    const Cleared done{PQprepare(db_, id.c_str(), text.c_str(), 0, nullptr)};
    if (PQresultStatus(done.result) != PGRES_COMMAND_OK) fail(db_, done.result);
  }

  PGconn* db_;
  Pipeline pipeline_{db_};
  std::unordered_map<std::string, Statement> statements_;
  std::unordered_map<std::string, std::string> texts_;  // of bulk inserts, to their names
  std::map<std::string, ColumnTypes> types_;            // of a table's columns that bulk inserts named
};

}  // namespace

std::unique_ptr<Connection> open_postgres(const std::string& url) {
  return std::make_unique<PostgresConnection>(url);
}

}  // namespace muster::store

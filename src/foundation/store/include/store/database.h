// SQLite and PostgreSQL behind one face. SQLite: WAL, synchronous=FULL, foreign keys and recursive triggers on, one
// writer. PostgreSQL: serializable writes, retried on serialization failure; repeatable-read snapshots for reading.
// Database is thread-safe; a Transaction belongs to the thread that it was handed to.
#pragma once

#include <base/result.h>
#include <store/value.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace muster::store {

enum class Backend { sqlite, postgres };

class Connection;  // inside

// A stream of rows into one table by the back end's fastest path (COPY, or one insert of a few hundred rows; a prepared
// insert), within the transaction. Not a way around rules: triggers and constraints hold for every row.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  virtual void row(std::span<const Value> values) = 0;
  // Must be called. A refused row throws here, or where the transaction's next answer is read, at the latest its
  // commit.
  virtual void finish() = 0;
};

class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  // Number of rows changed.
  std::int64_t run(const Sql& sql, const Binds& binds = {});
  // All rows: for answers with a LIMIT or a natural bound.
  std::vector<Row> query(const Sql& sql, const Binds& binds = {});
  std::optional<Row> one(const Sql& sql, const Binds& binds = {});
  // Streams rows in bounded memory until `visit` returns false. No other statement may run meanwhile.
  void each(const Sql& sql, const Binds& binds, const std::function<bool(const Row&)>& visit);
  std::unique_ptr<BulkInsert> bulk(std::string_view table, std::span<const std::string_view> columns);
  Backend backend() const;

 private:
  Connection& connection_;
};

// A rule in the schema said no (trigger, check, foreign key, unique). Thrown out of run(); Database::write turns it
// into an Error. A trigger's message "code: sentence" becomes the error's code and sentence.
struct ConstraintViolation : std::exception {
  explicit ConstraintViolation(std::string m, bool u = false) : message(std::move(m)), unique(u) {}
  const char* what() const noexcept override { return message.c_str(); }
  Error error() const;
  std::string message;
  bool unique;
};

struct Options {
  int connections_max = 8;                       // PostgreSQL sessions; SQLite readers
  Duration busy_max = std::chrono::seconds(30);  // how long a writer waits for another
  int retries_max = 20;                          // on serialization failure
};

class Database {
 public:
  virtual ~Database() = default;
  // "postgresql://…" or a file path for SQLite. Errors: database_unavailable, database_url.
  static Result<std::unique_ptr<Database>> open(const std::string& url, const Options& options = {});

  virtual Backend backend() const = 0;
  // Runs several statements without parameters; migrations alone use it.
  virtual Result<void> script(std::string_view sql) = 0;

  // F: Result<T>(Transaction&). Commits when it returns a value, rolls back when it returns an error or throws.
  // F runs again from the start on a serialization failure, so that it must have no effects outside of the database.
  // Errors of our own: those of F; the schema's (see ConstraintViolation); database_unavailable; disk_full.
  template <class F>
  auto write(F&& body) -> std::invoke_result_t<F, Transaction&> {
    return go<std::invoke_result_t<F, Transaction&>>(true, body);
  }
  // One statement that reads, without a transaction around it: one way to the server and back.
  virtual Result<std::vector<Row>> ask(const Sql& sql, const Binds& binds = {}) = 0;
  // A consistent snapshot; writing in it fails.
  template <class F>
  auto read(F&& body) -> std::invoke_result_t<F, Transaction&> {
    return go<std::invoke_result_t<F, Transaction&>>(false, body);
  }

 protected:
  // Runs body once or more; true from it means commit.
  virtual Result<void> transact(bool writes, const std::function<bool(Transaction&)>& body) = 0;

 private:
  template <class R, class F>
  R go(bool writes, F& body) {
    std::optional<R> out;
    auto done = transact(writes, [&](Transaction& tx) {
      out.reset();
      out.emplace(body(tx));
      return out->ok();
    });
    if (!done.ok()) return done.error();
    return std::move(*out);
  }
};

}  // namespace muster::store

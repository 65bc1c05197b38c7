#include "connection.h"
#include <base/log.h>
#include <store/address.h>
#include <store/database.h>

#include <condition_variable>

namespace muster::store {

std::int64_t Transaction::run(const Sql& sql, const Binds& binds) {
  return connection_.execute(sql, binds, nullptr);
}

std::vector<Row> Transaction::query(const Sql& sql, const Binds& binds) {
  std::vector<Row> rows;
  connection_.execute(sql, binds, [&](const Row& row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}

std::optional<Row> Transaction::one(const Sql& sql, const Binds& binds) {
  auto rows = query(sql, binds);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

void Transaction::each(const Sql& sql, const Binds& binds, const std::function<bool(const Row&)>& visit) {
  connection_.execute(sql, binds, visit);
}

std::unique_ptr<BulkInsert> Transaction::bulk(std::string_view table, std::span<const std::string_view> columns) {
  return connection_.bulk(table, columns);
}

Backend Transaction::backend() const {
  return connection_.backend();
}

namespace {

// Lends connections out, at most `limit` at once; opens them when first needed and drops broken ones.
class Pool {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;
  Pool(Open open, int limit) : open_(std::move(open)), limit_(limit) {}

  std::unique_ptr<Connection> take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !free_.empty() || lent_ < limit_; });
    ++lent_;
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return connection;
    }
    lock.unlock();
    try {
      return open_();
    } catch (...) {
      lock.lock();
      --lent_;
      returned_.notify_one();
      throw;
    }
  }

  void give(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (connection->healthy()) free_.push_back(std::move(connection));
    returned_.notify_one();
  }

 private:
  Open open_;
  int limit_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;
  int lent_ = 0;
};

struct Lent {
  explicit Lent(Pool& p) : pool(p), connection(p.take()) {}
  ~Lent() { pool.give(std::move(connection)); }
  Pool& pool;
  std::unique_ptr<Connection> connection;
};

class PooledDatabase final : public Database {
 public:
  PooledDatabase(Backend backend, Pool::Open open_writer, int writers, Pool::Open open_reader, const Options& options)
      : backend_(backend),
        options_(options),
        writers_(std::move(open_writer), writers),
        readers_(std::move(open_reader), options.connections_max) {}

  Backend backend() const override { return backend_; }

  Result<void> script(std::string_view sql) override {
    try {
      const Lent lent(writers_);
      lent.connection->script(sql);
      return {};
    } catch (const Unavailable& e) {
      return unavailable(e.code, e.sentence);
    } catch (const std::exception& e) {
      return internal_error("script_failed", e.what());
    }
  }

  Result<std::vector<Row>> ask(const Sql& sql, const Binds& binds) override {
    try {
      const Lent lent(readers_);
      std::vector<Row> rows;
      lent.connection->execute(sql, binds, [&](const Row& row) {
        rows.push_back(row);
        return true;
      });
      return rows;
    } catch (const Unavailable& e) {
      log::error("STORE-001", "The database is unavailable.", {{"code", e.code}});
      return unavailable(e.code, e.sentence);
    }
  }

 protected:
  Result<void> transact(bool writes, const std::function<bool(Transaction&)>& body) override {
    for (int attempt = 0;; ++attempt) {
      try {
        once(writes, body);
        return {};
      } catch (const SerializationFailure&) {
        if (attempt >= options_.retries_max)
          return unavailable("database_busy",
                             "Too many changes to the same records at once; nothing was changed. Try again.");
        std::this_thread::sleep_for(std::chrono::milliseconds(1 << std::min(attempt, 6)));
      } catch (const ConstraintViolation& e) {
        return e.error();
      } catch (const Unavailable& e) {
        log::error("STORE-001", "The database is unavailable.", {{"code", e.code}});
        return unavailable(e.code, e.sentence);
      }
    }
  }

 private:
  void once(bool writes, const std::function<bool(Transaction&)>& body) {
    const Lent lent(writes ? writers_ : readers_);
    Connection& connection = *lent.connection;
    connection.begin(writes);
    try {
      Transaction tx(connection);
      if (body(tx))
        connection.commit();
      else
        connection.rollback();
    } catch (...) {
      connection.rollback();
      throw;
    }
  }

  Backend backend_;
  Options options_;
  Pool writers_;
  Pool readers_;
};

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& url, const Options& options) {
  std::unique_ptr<Database> database;
  if (is_postgres(url)) {
    const auto open = [url] { return open_postgres(url); };
    database = std::make_unique<PooledDatabase>(Backend::postgres, open, options.connections_max, open, options);
  } else if (url.find("://") != std::string::npos) {
    return invalid("database_url", "Give a file path for SQLite or a postgresql:// address.", "database");
  } else {
    database = std::make_unique<PooledDatabase>(
        Backend::sqlite, [=] { return open_sqlite(url, true, options); }, 1,
        [=] { return open_sqlite(url, false, options); }, options);
  }
  static constexpr Sql kProbe{"store_probe", "select 1 as one"};
  const auto alive = database->write([](Transaction& tx) -> Result<void> {
    tx.one(kProbe);
    return {};
  });
  if (!alive.ok()) return alive.error();
  return database;
}

}  // namespace muster::store

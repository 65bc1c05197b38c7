// What a back end must do. Inside of the store room.
#pragma once

#include <store/database.h>

namespace muster::store {

// The other side won; the transaction is to run again.
struct SerializationFailure : std::exception {};
// The server or the disk is away.
struct Unavailable : std::exception {
  Unavailable(std::string c, std::string s) : code(std::move(c)), sentence(std::move(s)) {}
  const char* what() const noexcept override { return sentence.c_str(); }
  std::string code, sentence;
};
// Our own bug: wrong SQL, wrong column, wrong type.
struct SqlBug : std::logic_error {
  using std::logic_error::logic_error;
};

using Visit = std::function<bool(const Row&)>;

class Connection {
 public:
  virtual ~Connection() = default;
  virtual Backend backend() const = 0;
  virtual void begin(bool writes) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  // Executes one statement; calls visit for each row if given. Returns the number of rows changed.
  virtual std::int64_t execute(const Sql& sql, const Binds& binds, const Visit& visit) = 0;
  virtual std::unique_ptr<BulkInsert> bulk(std::string_view table, std::span<const std::string_view> columns) = 0;
  virtual void script(std::string_view sql) = 0;
  virtual bool healthy() const = 0;
};

std::unique_ptr<Connection> open_sqlite(const std::string& path, bool writes, const Options& options);
std::unique_ptr<Connection> open_postgres(const std::string& url);

// "select :a, :b" with its parameter names in order of first use → "select $1, $2". Leaves quotes, comments and ::
// alone.
std::string to_positional(std::string_view sql, std::vector<std::string>& names);

}  // namespace muster::store

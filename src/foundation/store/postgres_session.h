// One session of PostgreSQL: statements in a pipeline, and rows in bulk. Inside of the store room.
#pragma once

#include "connection.h"

#include <map>

#include <libpq-fe.h>

namespace muster::store {

struct Cleared {
  PGresult* result;
  ~Cleared() { PQclear(result); }
};

// Throws what the server's refusal means.
[[noreturn]] void fail(PGconn* db, const PGresult* result);
// As the server reads it; a null is the caller's. Throws ConstraintViolation on a zero byte, which would cut it off.
std::string as_text(const Value& value);

// What needs no answer before the next statement waits here (libpq's pipeline mode): `begin`, small bulk inserts,
// `commit`. It goes with the next statement that has an answer, in one way to the server and back; a refusal is thrown
// then, at the latest by the commit.
class Pipeline {
 public:
  explicit Pipeline(PGconn* db) : db_(db) {}
  bool open() const { return open_; }
  void add(const char* sql);  // a command without parameters
  void add_prepared(const std::string& id, const std::vector<const char*>& values);
  // Sends everything and reads the answers; throws the first refusal.
  void settle();
  // For a statement with an answer, the last one added: reads what came before it. Then the caller reads the
  // statement's own answers up to the null, and calls finish().
  void reach_last();
  void finish();

 private:
  void enter();
  void read_one();  // one statement's answers
  PGconn* db_;
  bool open_ = false;
  int waiting_ = 0;
  PGresult* refusal_ = nullptr;
};

// Types of a table's columns, asked once.
using ColumnTypes = std::map<std::string, std::string, std::less<>>;

// Rows are gathered: few become one prepared insert that waits in the pipeline, many a COPY.
class PostgresSession;
std::unique_ptr<BulkInsert> postgres_bulk(PostgresSession& session, std::string_view table,
                                          std::span<const std::string_view> columns);

// What the bulk needs of its connection.
class PostgresSession : public Connection {
 public:
  virtual PGconn* db() = 0;
  virtual Pipeline& pipeline() = 0;
  // Prepares `text` under a name, once; both settle the pipeline when there is something to ask.
  virtual const std::string& prepared(const std::string& text) = 0;
  virtual const ColumnTypes& types_of(const std::string& table, const std::string& columns) = 0;
};

}  // namespace muster::store

// Rows in bulk: few as one prepared insert from arrays, many by COPY.
#include "postgres_session.h"

namespace muster::store {
namespace {

constexpr std::size_t kGatheredMax = 512;  // rows; beyond them COPY's two ways to the server don't count
constexpr std::size_t kGatheredBytesMax = 256 << 10;

// COPY's text format: tab between columns, \\N for null, backslash escapes.
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

// An array's text: every element in quotes.
void append_element(std::string& out, const Value& value) {
  out += out.empty() ? '{' : ',';
  if (std::holds_alternative<std::monostate>(value)) {
    out += "NULL";
    return;
  }
  out += '"';
  for (const char c : as_text(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  out += '"';
}

class PostgresBulk final : public BulkInsert {
 public:
  PostgresBulk(PostgresSession& session, std::string_view table, std::span<const std::string_view> columns)
      : session_(session), table_(table), columns_(columns.begin(), columns.end()), arrays_(columns.size()) {}
  ~PostgresBulk() override {
    if (!copying_) return;
    PQputCopyEnd(session_.db(), "abandoned");
    drain();
  }

  void row(std::span<const Value> values) override {
    if (copying_) return copy(values);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      append_element(arrays_.at(i), values[i]);
      bytes += arrays_[i].size();
    }
    rows_.emplace_back(values.begin(), values.end());
    if (rows_.size() > kGatheredMax || bytes > kGatheredBytesMax) begin_copy();
  }

  void finish() override {
    if (copying_) return end_copy();
    if (rows_.empty()) return;
    const std::string& id = session_.prepared(insert());
    std::vector<const char*> values;
    for (std::string& array : arrays_) values.push_back((array += '}').c_str());
    session_.pipeline().add_prepared(id, values);
    rows_.clear();
  }

 private:
  std::string names() const {
    std::string out;
    for (const std::string& column : columns_) out += (out.empty() ? "" : ",") + column;
    return out;
  }
  std::string insert() {
    const ColumnTypes& types = session_.types_of(table_, names());
    std::string arrays;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto type = types.find(columns_[i]);
      if (type == types.end()) throw SqlBug("there is no column " + columns_[i] + " in " + table_);
      arrays += (i ? ",$" : "$") + std::to_string(i + 1) + "::" + type->second + "[]";
    }
    return "insert into " + table_ + "(" + names() + ") select * from unnest(" + arrays + ")";
  }

  void begin_copy() {
    session_.pipeline().settle();
    const std::string sql = "copy " + table_ + "(" + names() + ") from stdin";
    const Cleared started{PQexec(session_.db(), sql.c_str())};
    if (PQresultStatus(started.result) != PGRES_COPY_IN) fail(session_.db(), started.result);
    copying_ = true;
    for (const auto& row : std::exchange(rows_, {})) copy(row);
    arrays_.clear();
  }
  void copy(std::span<const Value> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i) buffer_ += '\t';
      append_copy(buffer_, values[i]);
    }
    buffer_ += '\n';
    if (buffer_.size() > 64 * 1024) flush();
  }
  void end_copy() {
    flush();
    copying_ = false;
    if (PQputCopyEnd(session_.db(), nullptr) != 1) fail(session_.db(), nullptr);
    const Cleared done{PQgetResult(session_.db())};
    const bool ok = PQresultStatus(done.result) == PGRES_COMMAND_OK;
    drain();
    if (!ok) fail(session_.db(), done.result);
  }
  void flush() {
    if (!buffer_.empty() && PQputCopyData(session_.db(), buffer_.data(), static_cast<int>(buffer_.size())) != 1)
      fail(session_.db(), nullptr);
    buffer_.clear();
  }
  void drain() {
    while (PGresult* rest = PQgetResult(session_.db())) PQclear(rest);
  }

  PostgresSession& session_;
  const std::string table_;
  const std::vector<std::string> columns_;
  std::vector<std::string> arrays_;       // one a column, until it is a COPY
  std::vector<std::vector<Value>> rows_;  // the same rows, for the case that it becomes one
  std::string buffer_;
  bool copying_ = false;
};

}  // namespace

std::unique_ptr<BulkInsert> postgres_bulk(PostgresSession& session, std::string_view table,
                                          std::span<const std::string_view> columns) {
  return std::make_unique<PostgresBulk>(session, table, columns);
}

}  // namespace muster::store

#include "postgres_session.h"

#include <charconv>

namespace muster::store {

[[noreturn]] void fail(PGconn* db, const PGresult* result) {
  if (PQstatus(db) != CONNECTION_OK || !result)
    throw Unavailable("database_unavailable", "The database server went away. Nothing was half-written; try again.");
  const char* state_raw = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = state_raw ? state_raw : "";
  const char* words_raw = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string words = words_raw ? words_raw : PQresultErrorMessage(result);
  // 53200: no room for the locks by which the server sees conflicts; other transactions end and give theirs back.
  if (state == "40001" || state == "40P01" || state == "53200") throw SerializationFailure();
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
  if (const auto* s = std::get_if<std::string>(&value)) {
    if (s->find('\0') != std::string::npos)
      throw ConstraintViolation("text_has_zero_byte: Text can't hold a zero byte; nothing was changed.");
    return *s;
  }
  if (const auto* d = std::get_if<double>(&value)) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, *d).ptr;
    return {buffer, end};
  }
  return {};
}

void Pipeline::enter() {
  if (open_) return;
  if (PQenterPipelineMode(db_) != 1) fail(db_, nullptr);
  open_ = true;
  waiting_ = 0;
}

void Pipeline::add(const char* sql) {
  enter();
  if (PQsendQueryParams(db_, sql, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) fail(db_, nullptr);
  ++waiting_;
}

void Pipeline::add_prepared(const std::string& id, const std::vector<const char*>& values) {
  enter();
  if (PQsendQueryPrepared(db_, id.c_str(), static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0) != 1)
    fail(db_, nullptr);
  ++waiting_;
}

void Pipeline::read_one() {
  while (PGresult* result = PQgetResult(db_)) {
    const auto status = PQresultStatus(result);
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    // After the first refusal the server skips the rest.
    if (!fine && !refusal_ && status != PGRES_PIPELINE_ABORTED)
      refusal_ = result;
    else
      PQclear(result);
  }
}

void Pipeline::reach_last() {
  if (PQpipelineSync(db_) != 1) fail(db_, nullptr);
  for (; waiting_ > 1; --waiting_) read_one();
}

void Pipeline::finish() {
  for (int nulls = 0; nulls < 2 && PQstatus(db_) == CONNECTION_OK;) {
    const Cleared got{PQgetResult(db_)};
    if (!got.result) ++nulls;
    if (got.result && PQresultStatus(got.result) == PGRES_PIPELINE_SYNC) break;
  }
  const bool left = PQexitPipelineMode(db_) == 1;
  open_ = false;
  waiting_ = 0;
  const Cleared refusal{std::exchange(refusal_, nullptr)};
  if (refusal.result || !left) fail(db_, refusal.result);
}

void Pipeline::settle() {
  if (!open_) return;
  reach_last();
  if (waiting_ == 1) read_one();
  finish();
}

}  // namespace muster::store

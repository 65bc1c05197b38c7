// SQL of one-time codes and sessions. Inside of the room.
#pragma once

#include <base/time.h>
#include <store/database.h>

#include <optional>
#include <string>

namespace muster::lookups {

struct OneTimeCode {
  std::string token_hash, subject, ownership_id, code_hash;  // ownership_id "": a number that gets none
  std::int64_t attempts = 0;
  Instant made_at, expires_at;
  std::optional<Instant> used_at;
};
void insert(store::Transaction& tx, const OneTimeCode& code);
std::optional<OneTimeCode> find_code(store::Transaction& tx, const std::string& token_hash);
std::int64_t codes_since(store::Transaction& tx, const std::string& subject, Instant since);
void tried(store::Transaction& tx, const std::string& token_hash, std::optional<Instant> used_at);

struct SessionRow {
  std::string token_hash, holder_id, ownership_id;
  Instant made_at, expires_at;
  std::optional<Instant> ended_at;
};
void insert(store::Transaction& tx, const SessionRow& session);
std::optional<SessionRow> find_session(store::Transaction& tx, const std::string& token_hash);
void end_session(store::Transaction& tx, const std::string& token_hash, Instant now);

std::int64_t sweep_own_page(store::Transaction& tx, Instant before);
// Whose interval it is, and of which line; nothing: it has ended.
struct OpenInterval {
  std::string holder_id, line_id;
};
std::optional<OpenInterval> open_interval(store::Transaction& tx, const std::string& ownership_id);

}  // namespace muster::lookups

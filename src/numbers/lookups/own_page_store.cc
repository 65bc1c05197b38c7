#include "own_page_store.h"

namespace muster::lookups {
namespace {

using store::Sql;

constexpr Sql kInsertCode{
    "own_page_code_insert",
    "insert into own_page_code(token_hash, subject, ownership_id, code_hash, attempts, made_at, expires_at) "
    "values(:token, :subject, :ownership, :code, 0, :made, :expires)"};
constexpr Sql kCode{"own_page_code_get", "select * from own_page_code where token_hash = :token"};
constexpr Sql kCodesSince{"own_page_codes_since",
                          "select count(*) as n from own_page_code where subject = :subject and made_at > :since"};
constexpr Sql kTried{"own_page_code_tried",
                     "update own_page_code set attempts = attempts + 1, used_at = :used where token_hash = :token"};
constexpr Sql kInsertSession{"own_page_session_insert",
                             "insert into own_page_session(token_hash, holder_id, ownership_id, made_at, expires_at) "
                             "values(:token, :holder, :ownership, :made, :expires)"};
constexpr Sql kSession{"own_page_session_get", "select * from own_page_session where token_hash = :token"};
constexpr Sql kEndSession{"own_page_session_end",
                          "update own_page_session set ended_at = :at where token_hash = :token and ended_at is null"};
constexpr Sql kSweepCodes{"own_page_code_sweep", "delete from own_page_code where expires_at < :before"};
constexpr Sql kSweepSessions{"own_page_session_sweep", "delete from own_page_session where expires_at < :before"};
constexpr Sql kOpenInterval{"own_page_interval",
                            "select holder_id, line_id from line_ownership where id = :id and until_at is null"};

}  // namespace

void insert(store::Transaction& tx, const OneTimeCode& c) {
  tx.run(kInsertCode,
         {{"token", c.token_hash},
          {"subject", c.subject},
          {"ownership", c.ownership_id.empty() ? std::optional<std::string>() : std::optional(c.ownership_id)},
          {"code", c.code_hash},
          {"made", c.made_at},
          {"expires", c.expires_at}});
}
std::optional<OneTimeCode> find_code(store::Transaction& tx, const std::string& token_hash) {
  const auto row = tx.one(kCode, {{"token", token_hash}});
  if (!row) return std::nullopt;
  return OneTimeCode{row->text("token_hash"),    row->text("subject"),         row->text("ownership_id"),
                     row->text("code_hash"),     row->integer("attempts"),     row->instant("made_at"),
                     row->instant("expires_at"), row->maybe_instant("used_at")};
}
std::int64_t codes_since(store::Transaction& tx, const std::string& subject, Instant since) {
  return tx.one(kCodesSince, {{"subject", subject}, {"since", since}})->integer("n");
}
void tried(store::Transaction& tx, const std::string& token_hash, std::optional<Instant> used_at) {
  tx.run(kTried, {{"token", token_hash}, {"used", used_at}});
}

void insert(store::Transaction& tx, const SessionRow& s) {
  tx.run(kInsertSession, {{"token", s.token_hash},
                          {"holder", s.holder_id},
                          {"ownership", s.ownership_id},
                          {"made", s.made_at},
                          {"expires", s.expires_at}});
}
std::optional<SessionRow> find_session(store::Transaction& tx, const std::string& token_hash) {
  const auto row = tx.one(kSession, {{"token", token_hash}});
  if (!row) return std::nullopt;
  return SessionRow{row->text("token_hash"), row->text("holder_id"),     row->text("ownership_id"),
                    row->instant("made_at"), row->instant("expires_at"), row->maybe_instant("ended_at")};
}
void end_session(store::Transaction& tx, const std::string& token_hash, Instant now) {
  tx.run(kEndSession, {{"token", token_hash}, {"at", now}});
}

std::int64_t sweep_own_page(store::Transaction& tx, Instant before) {
  return tx.run(kSweepCodes, {{"before", before}}) + tx.run(kSweepSessions, {{"before", before}});
}
std::optional<OpenInterval> open_interval(store::Transaction& tx, const std::string& ownership_id) {
  const auto row = tx.one(kOpenInterval, {{"id", ownership_id}});
  if (!row) return std::nullopt;
  return OpenInterval{row->text("holder_id"), row->text("line_id")};
}

}  // namespace muster::lookups

#include "request_store.h"

#include <base/text.h>
#include <base/words.h>

namespace muster::lookups {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertScope{"authority_scope_insert",
                           "insert into authority_scope(id, authority_id, law, fields, comparisons, made_by, made_at) "
                           "values(:id, :authority, :law, :fields, :comparisons, :by, :at)"};
constexpr Sql kScope{"authority_scope_get", "select * from authority_scope where id = :id"};
constexpr Sql kScopes{"authority_scopes", "select * from authority_scope where authority_id = :id order by id"};
constexpr Sql kEndScope{"authority_scope_end",
                        "update authority_scope set ended_at = :at where id = :id and ended_at is null"};
constexpr Sql kCount{"authority_request_count",
                     "insert into authority_request_number(year, last) values(:year, 1) "
                     "on conflict(year) do update set last = authority_request_number.last + 1"};
constexpr Sql kCounted{"authority_request_counted", "select last from authority_request_number where year = :year"};
constexpr Sql kInsertRequest{
    "authority_request_insert",
    "insert into authority_request(id, number, state, state_since, authority_id, scope_id, letter, law, purpose, kind, "
    "fields, about_at, line_id, holder_id, rows_max, entered_by, entered_at, reasons, due_at, delay_until, delay_law, "
    "readings, version) values(:id, :number, :state, :since, :authority, :scope, :letter, :law, :purpose, :kind, "
    ":fields, :about, :line, :holder, :rows_max, :entered_by, :entered_at, '', :due, :delay_until, :delay_law, 0, 1)"};
constexpr Sql kRequest{"authority_request_get", "select * from authority_request where id = :id"};
constexpr Sql kRequests{"authority_requests",
                        "select * from authority_request where id < :after order by id desc limit :limit"};
constexpr Sql kRequestsIn{
    "authority_requests_in",
    "select * from authority_request where state = :state and id < :after order by id desc limit :limit"};
constexpr Sql kOverdue{"authority_requests_overdue",
                       "select * from authority_request where state in ('received', 'checked') and due_at <= :now "
                       "order by due_at, id limit :limit"};
constexpr Sql kLapsed{"authority_requests_lapsed",
                      "select * from authority_request where state = 'approved' and expires_at <= :now "
                      "order by expires_at, id limit :limit"};
constexpr Sql kToTell{"authority_requests_to_tell",
                      "select * from authority_request where state = 'answered' and (delay_until is null or "
                      "delay_until <= :now) order by delay_until, id limit :limit"};
constexpr Sql kChangeRequest{
    "authority_request_change",
    "update authority_request set state = :state, state_since = :since, checked_by = :checked_by, decided_by = "
    ":decided_by, decided_at = :decided_at, reasons = :reasons, expires_at = :expires, answered_at = :answered, "
    "notified_at = :notified, readings = :readings, version = :version where id = :id and version = :version - 1"};
constexpr Sql kRegisteredBy{"lookup_registered_by",
                            "select dealer_id, place, captured_by, document_id from registration where id = :id"};
constexpr Sql kSimOf{"lookup_sim", "select iccid, imsi from sim where id = :id"};
constexpr const char* kAfterAll = "~";  // sorts behind every id

std::optional<std::string> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

AuthorityScope scope_of(const Row& row) {
  AuthorityScope s;
  s.id = row.text("id");
  s.authority_id = row.text("authority_id");
  s.law = row.text("law");
  s.fields = parted_codes(row.text("fields"));
  s.comparisons = row.integer("comparisons");
  s.made_by = row.text("made_by");
  s.made_at = row.instant("made_at");
  s.ended_at = row.maybe_instant("ended_at");
  return s;
}

AuthorityRequest request_of(const Row& row) {
  AuthorityRequest r;
  r.id = row.text("id");
  r.number = row.text("number");
  r.state = known(request_state(row.text("state")));
  r.state_since = row.instant("state_since");
  r.authority_id = row.text("authority_id");
  r.scope_id = row.text("scope_id");
  r.letter = row.text("letter");
  r.law = row.text("law");
  r.purpose = row.text("purpose");
  r.kind = known(request_kind(row.text("kind")));
  r.fields = parted_codes(row.text("fields"));
  r.entered_at = row.instant("entered_at");
  r.about_at = row.maybe_instant("about_at").value_or(r.entered_at);
  r.line_id = row.text("line_id");
  r.holder_id = row.text("holder_id");
  r.rows_max = row.integer("rows_max");
  r.entered_by = row.text("entered_by");
  r.checked_by = row.text("checked_by");
  r.decided_by = row.text("decided_by");
  r.decided_at = row.maybe_instant("decided_at");
  r.reasons = parted_codes(row.text("reasons"));
  r.due_at = row.instant("due_at");
  r.expires_at = row.maybe_instant("expires_at");
  r.delay_until = row.maybe_instant("delay_until");
  r.delay_law = row.text("delay_law");
  r.answered_at = row.maybe_instant("answered_at");
  r.notified_at = row.maybe_instant("notified_at");
  r.readings = row.integer("readings");
  r.version = row.integer("version");
  return r;
}

std::vector<AuthorityRequest> requests(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<AuthorityRequest> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(request_of(row));
  return out;
}

}  // namespace

std::string joined_codes(const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : " ") + code;
  return out;
}
std::vector<std::string> parted_codes(std::string_view codes) {
  std::vector<std::string> out;
  for (const auto code : split(codes, ' '))
    if (!code.empty()) out.emplace_back(code);
  return out;
}

void insert(store::Transaction& tx, const AuthorityScope& s) {
  tx.run(kInsertScope, {{"id", s.id},
                        {"authority", s.authority_id},
                        {"law", s.law},
                        {"fields", joined_codes(s.fields)},
                        {"comparisons", s.comparisons},
                        {"by", s.made_by},
                        {"at", s.made_at}});
}
std::optional<AuthorityScope> find_scope(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kScope, {{"id", id}});
  return row ? std::optional(scope_of(*row)) : std::nullopt;
}
std::vector<AuthorityScope> scopes_of(store::Transaction& tx, const std::string& authority_id) {
  std::vector<AuthorityScope> out;
  for (const Row& row : tx.query(kScopes, {{"id", authority_id}})) out.push_back(scope_of(row));
  return out;
}
bool end_scope(store::Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndScope, {{"id", id}, {"at", now}}) > 0;
}

std::int64_t next_request_number(store::Transaction& tx, int year) {
  tx.run(kCount, {{"year", year}});
  return tx.one(kCounted, {{"year", year}})->integer("last");
}

void insert(store::Transaction& tx, const AuthorityRequest& r) {
  tx.run(kInsertRequest, {{"id", r.id},
                          {"number", r.number},
                          {"state", to_text(r.state)},
                          {"since", r.state_since},
                          {"authority", r.authority_id},
                          {"scope", r.scope_id},
                          {"letter", r.letter},
                          {"law", r.law},
                          {"purpose", r.purpose},
                          {"kind", to_text(r.kind)},
                          {"fields", joined_codes(r.fields)},
                          {"about", r.about_at},
                          {"line", some(r.line_id)},
                          {"holder", some(r.holder_id)},
                          {"rows_max", r.rows_max},
                          {"entered_by", r.entered_by},
                          {"entered_at", r.entered_at},
                          {"due", r.due_at},
                          {"delay_until", r.delay_until},
                          {"delay_law", r.delay_law}});
}
std::optional<AuthorityRequest> find_request(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kRequest, {{"id", id}});
  return row ? std::optional(request_of(*row)) : std::nullopt;
}
std::vector<AuthorityRequest> list_requests(store::Transaction& tx, const std::string& state, const std::string& after,
                                            int limit) {
  store::Binds binds{{"after", after.empty() ? std::string(kAfterAll) : after}, {"limit", limit}};
  if (!state.empty()) binds.emplace_back("state", state);
  return requests(tx, state.empty() ? kRequests : kRequestsIn, binds);
}
std::vector<AuthorityRequest> overdue_requests(store::Transaction& tx, Instant now, int limit) {
  return requests(tx, kOverdue, {{"now", now}, {"limit", limit}});
}
std::vector<AuthorityRequest> expired_requests(store::Transaction& tx, Instant undecided_before, Instant now,
                                               int limit) {
  auto out = requests(tx, kOverdue, {{"now", undecided_before}, {"limit", limit}});
  for (AuthorityRequest& r : requests(tx, kLapsed, {{"now", now}, {"limit", limit}})) out.push_back(std::move(r));
  return out;
}
std::vector<AuthorityRequest> requests_to_tell(store::Transaction& tx, Instant now, int limit) {
  return requests(tx, kToTell, {{"now", now}, {"limit", limit}});
}

bool change(store::Transaction& tx, const AuthorityRequest& r) {
  return tx.run(kChangeRequest, {{"id", r.id},
                                 {"state", to_text(r.state)},
                                 {"since", r.state_since},
                                 {"checked_by", some(r.checked_by)},
                                 {"decided_by", some(r.decided_by)},
                                 {"decided_at", r.decided_at},
                                 {"reasons", joined_codes(r.reasons)},
                                 {"expires", r.expires_at},
                                 {"answered", r.answered_at},
                                 {"notified", r.notified_at},
                                 {"readings", r.readings},
                                 {"version", r.version}}) > 0;
}

std::optional<RegisteredBy> registered_by(store::Transaction& tx, const std::string& registration_id) {
  const auto row = tx.one(kRegisteredBy, {{"id", registration_id}});
  if (!row) return std::nullopt;
  return RegisteredBy{row->text("dealer_id"), row->text("place"), row->text("captured_by"), row->text("document_id")};
}
std::pair<std::string, std::string> sim_identities(store::Transaction& tx, const std::string& sim_id) {
  const auto row = tx.one(kSimOf, {{"id", sim_id}});
  if (!row) return {};
  return {row->text("iccid"), row->text("imsi")};
}

}  // namespace muster::lookups

#include "client_store.h"

#include <base/text.h>
#include <base/words.h>

#include <algorithm>

namespace muster::camara {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertClient{"camara_client_insert",
                            "insert into camara_client(id, name, secret_hash, purpose, scopes, scores, document_first, "
                            "subjects_per_day, questions_per_subject, created_at) values(:id, :name, :secret, "
                            ":purpose, :scopes, :scores, :document, :subjects, :questions, :at)"};
constexpr Sql kClient{"camara_client_get", "select * from camara_client where id = :id"};
constexpr Sql kClients{"camara_client_all", "select * from camara_client order by name"};
constexpr Sql kEndClient{"camara_client_end", "update camara_client set ended_at = :at where id = :id"};
constexpr Sql kInsertToken{"camara_token_insert",
                           "insert into camara_token(hash, client_id, scopes, line_id, ownership_id, authenticated_by, "
                           "made_at, expires_at) values(:hash, :client, :scopes, :line, :ownership, :by, :at, :until)"};
constexpr Sql kToken{"camara_token_get", "select * from camara_token where hash = :hash"};
constexpr Sql kInsertConsent{"camara_consent_insert",
                             "insert into camara_consent(id, client_id, holder_id, consent, given_at) "
                             "values(:id, :client, :holder, :consent, :at)"};
constexpr Sql kConsent{"camara_consent_get",
                       "select holder_id from camara_consent where id = :id and withdrawn_at is null"};
constexpr Sql kWithdraw{"camara_consent_withdraw", "update camara_consent set withdrawn_at = :at where id = :id"};
constexpr Sql kOpenConsent{"camara_consent_open",
                           "select 1 as one from camara_consent where client_id = :client and holder_id = :holder "
                           "and withdrawn_at is null"};
constexpr Sql kSubject{
    "camara_subject_get",
    "select asked from camara_subject where client_id = :client and day = :day and subject = :subject"};
constexpr Sql kSubjects{"camara_subject_count",
                        "select count(*) as n from camara_subject where client_id = :client and day = :day"};
constexpr Sql kInsertSubject{"camara_subject_insert",
                             "insert into camara_subject(client_id, day, subject, asked) "
                             "values(:client, :day, :subject, 1)"};
constexpr Sql kAskAgain{
    "camara_subject_again",
    "update camara_subject set asked = asked + 1 where client_id = :client and day = :day and subject = :subject"};
constexpr Sql kProfile{"camara_line_get", "select * from camara_line where line_id = :line"};
constexpr Sql kPutProfile{
    "camara_line_put",
    "insert into camara_line(line_id, contract, content_lock, parental_control, throttled, opted_out) "
    "values(:line, :contract, :content, :parental, :throttled, :out) on conflict(line_id) do update set "
    "contract = excluded.contract, content_lock = excluded.content_lock, "
    "parental_control = excluded.parental_control, throttled = excluded.throttled, opted_out = excluded.opted_out"};
constexpr Sql kGround{"camara_ground", "select state, document_id from registration where id = :id"};
constexpr Sql kSweepTokens{"camara_token_sweep", "delete from camara_token where expires_at <= :now"};
constexpr Sql kSweepSubjects{"camara_subject_sweep", "delete from camara_subject where day < :day"};

Client client_of(const Row& row) {
  Client c;
  c.id = row.text("id");
  c.name = row.text("name");
  c.purpose = row.text("purpose");
  c.scopes = parted(row.text("scopes"));
  c.scores = row.flag("scores");
  c.document_first = row.flag("document_first");
  c.subjects_per_day = row.integer("subjects_per_day");
  c.questions_per_subject = row.integer("questions_per_subject");
  c.created_at = row.instant("created_at");
  c.ended_at = row.maybe_instant("ended_at");
  return c;
}

}  // namespace

std::string joined(const std::vector<std::string>& scopes) {
  std::string out;
  for (const auto& scope : scopes) (out += out.empty() ? "" : " ") += scope;
  return out;
}
std::vector<std::string> parted(std::string_view scopes) {
  std::vector<std::string> out;
  for (const auto part : split(scopes, ' '))
    if (!part.empty()) out.emplace_back(part);
  return out;
}

void insert(store::Transaction& tx, const Client& c, const std::string& secret_hash) {
  tx.run(kInsertClient, {{"id", c.id},
                         {"name", c.name},
                         {"secret", secret_hash},
                         {"purpose", c.purpose},
                         {"scopes", joined(c.scopes)},
                         {"scores", c.scores},
                         {"document", c.document_first},
                         {"subjects", c.subjects_per_day},
                         {"questions", c.questions_per_subject},
                         {"at", c.created_at}});
}
std::optional<Client> find_client(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kClient, {{"id", id}});
  return row ? std::optional(client_of(*row)) : std::nullopt;
}
std::optional<std::string> secret_hash_of(store::Transaction& tx, const std::string& client_id) {
  const auto row = tx.one(kClient, {{"id", client_id}});
  if (!row || !row->is_null("ended_at")) return std::nullopt;
  return row->text("secret_hash");
}
std::vector<Client> all_clients(store::Transaction& tx) {
  std::vector<Client> out;
  for (const Row& row : tx.query(kClients)) out.push_back(client_of(row));
  return out;
}
bool end_client(store::Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndClient, {{"id", id}, {"at", now}}) == 1;
}

void insert(store::Transaction& tx, const std::string& hash, const Token& t) {
  const auto maybe = [](const std::string& id) { return id.empty() ? std::nullopt : std::optional(id); };
  tx.run(kInsertToken, {{"hash", hash},
                        {"client", t.client_id},
                        {"scopes", joined(t.scopes)},
                        {"line", maybe(t.line_id)},
                        {"ownership", maybe(t.ownership_id)},
                        {"by", to_text(t.authenticated_by)},
                        {"at", t.made_at},
                        {"until", t.expires_at}});
}
std::optional<Token> find_token(store::Transaction& tx, const std::string& hash) {
  const auto row = tx.one(kToken, {{"hash", hash}});
  if (!row) return std::nullopt;
  Token t;
  t.client_id = row->text("client_id");
  t.scopes = parted(row->text("scopes"));
  t.line_id = row->text("line_id");
  t.ownership_id = row->text("ownership_id");
  t.authenticated_by = known(authentication(row->text("authenticated_by")));
  t.made_at = row->instant("made_at");
  t.expires_at = row->instant("expires_at");
  return t;
}

void insert_consent(store::Transaction& tx, const std::string& id, const std::string& client_id,
                    const std::string& holder_id, const std::string& consent, Instant now) {
  tx.run(kInsertConsent, {{"id", id}, {"client", client_id}, {"holder", holder_id}, {"consent", consent}, {"at", now}});
}
std::optional<std::string> withdraw(store::Transaction& tx, const std::string& id, Instant now) {
  const auto row = tx.one(kConsent, {{"id", id}});
  if (!row) return std::nullopt;
  tx.run(kWithdraw, {{"id", id}, {"at", now}});
  return row->text("holder_id");
}
bool open_consent(store::Transaction& tx, const std::string& client_id, const std::string& holder_id) {
  return tx.one(kOpenConsent, {{"client", client_id}, {"holder", holder_id}}).has_value();
}

bool count_subject(store::Transaction& tx, const Client& client, const std::string& day, const std::string& subject) {
  const store::Binds key{{"client", client.id}, {"day", day}, {"subject", subject}};
  if (const auto before = tx.one(kSubject, key)) {
    if (before->integer("asked") >= client.questions_per_subject) return false;
    tx.run(kAskAgain, key);
    return true;
  }
  if (tx.one(kSubjects, {{"client", client.id}, {"day", day}})->integer("n") >= client.subjects_per_day) return false;
  tx.run(kInsertSubject, key);
  return true;
}

LineProfile profile_of(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kProfile, {{"line", line_id}});
  if (!row) return {};
  return {row->text("contract"), row->text("content_lock"), row->text("parental_control"), row->flag("throttled"),
          row->flag("opted_out")};
}
void put(store::Transaction& tx, const std::string& line_id, const LineProfile& profile) {
  tx.run(kPutProfile, {{"line", line_id},
                       {"contract", profile.contract},
                       {"content", profile.content_lock},
                       {"parental", profile.parental_control},
                       {"throttled", profile.throttled},
                       {"out", profile.opted_out}});
}

std::optional<Ground> ground_of(store::Transaction& tx, const std::string& registration_id) {
  const auto row = tx.one(kGround, {{"id", registration_id}});
  if (!row) return std::nullopt;
  return Ground{row->text("state") == "verified", row->text("document_id")};
}

std::int64_t sweep(store::Transaction& tx, Instant now) {
  return tx.run(kSweepTokens, {{"now", now}}) + tx.run(kSweepSubjects, {{"day", to_day(now)}});
}

}  // namespace muster::camara

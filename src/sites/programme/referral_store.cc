#include "referral_store.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertRegulator{"regulator_insert",
                               "insert into regulator(id, name, vkey, url, added_by, added_at, ended_at) "
                               "values(:id, :name, :vkey, :url, :by, :now, null)"};
constexpr Sql kEndRegulator{"regulator_end",
                            "update regulator set ended_at = :now where id = :id and ended_at is null"};
constexpr Sql kRegulators{"regulators", "select * from regulator order by name limit 200"};

constexpr Sql kLastNumber{"referral_last_number",
                          "select max(number) as number from referral where number >= :low and number < :high"};
constexpr Sql kInsertReferral{
    "referral_insert",
    "insert into referral(id, number, regulator_id, ground, host, asks, seen_on, evidence, sha256, text, note, state, "
    "code, written_by, written_at, state_at, asked_at, tries) values(:id, :number, :regulator, :ground, :host, :asks, "
    ":seen_on, :evidence, :sha256, :text, :note, 'written', '', :by, :now, :now, 0, 0)"};
#define MUSTER_REFERRALS "select f.*, r.name as other from referral f join regulator r on r.id = f.regulator_id where "
constexpr Sql kReferrals{"referrals", MUSTER_REFERRALS "f.id < :before order by f.id desc limit :limit"};
constexpr Sql kReferralsDue{"referrals_due", MUSTER_REFERRALS
                            "f.state = :state and f.asked_at < :before order by f.asked_at, f.id limit :limit"};
constexpr Sql kReferralAsked{"referral_asked", "update referral set asked_at = :now, tries = tries + 1 where id = :id"};
constexpr Sql kReferralMoved{"referral_moved",
                             "update referral set state = :to, code = :code, state_at = :now, tries = 0 where id = :id "
                             "and state = :from"};

constexpr Sql kInsertReceived{
    "received_referral_insert",
    "insert into received_referral(id, source_id, number, ground, host, asks, seen_on, evidence, sha256, text, note, "
    "state, code, received_at, state_at, decided_by, suspicion_id) values(:id, :source, :number, :ground, :host, "
    ":asks, "
    ":seen_on, :evidence, :sha256, :text, :note, 'received', '', :now, :now, '', '')"};
#define MUSTER_RECEIVED \
  "select f.*, s.name as other from received_referral f join aggregate_source s on s.id = f.source_id where "
constexpr Sql kReceived{"received_referral", MUSTER_RECEIVED "f.id = :id"};
constexpr Sql kReceivedByHash{"received_referral_by_hash", MUSTER_RECEIVED "f.sha256 = :sha256"};
constexpr Sql kAllReceived{"received_referrals", MUSTER_RECEIVED "f.id < :before order by f.id desc limit :limit"};
constexpr Sql kReceivedIn{"received_referrals_in",
                          MUSTER_RECEIVED "f.state = :state and f.id < :before order by f.id desc limit :limit"};
constexpr Sql kReceivedDecided{"received_referral_decided",
                               "update received_referral set state = :state, code = :code, state_at = :now, decided_by "
                               "= :by, suspicion_id = :suspicion where id = :id and state = 'received'"};
constexpr const char* kBehindReferrals = "~";

ReferralText said_of(const Row& row) {
  ReferralText said;
  said.number = row.text("number");
  said.ground = row.text("ground");
  said.host = row.text("host");
  said.asks = row.text("asks");
  said.seen_on = row.text("seen_on");
  const std::string hashes = row.text("evidence");
  for (const auto hash : split(hashes, ' '))
    if (!hash.empty()) said.evidence.emplace_back(hash);
  return said;
}

Referral referral_of(const Row& row) {
  Referral r;
  r.id = row.text("id");
  r.regulator_id = row.text("regulator_id");
  r.regulator_name = row.text("other");
  r.said = said_of(row);
  r.sha256 = row.text("sha256");
  r.text = row.text("text");
  r.note = row.text("note");
  r.state = row.text("state");
  r.code = row.text("code");
  r.written_by = row.text("written_by");
  r.written_at = row.instant("written_at");
  r.state_at = row.instant("state_at");
  r.asked_at = row.instant("asked_at");
  r.tries = row.integer("tries");
  return r;
}

ReceivedReferral received_of(const Row& row) {
  ReceivedReferral r;
  r.id = row.text("id");
  r.source_id = row.text("source_id");
  r.source_name = row.text("other");
  r.said = said_of(row);
  r.sha256 = row.text("sha256");
  r.text = row.text("text");
  r.note = row.text("note");
  r.state = row.text("state");
  r.code = row.text("code");
  r.received_at = row.instant("received_at");
  r.state_at = row.instant("state_at");
  r.decided_by = row.text("decided_by");
  r.suspicion_id = row.text("suspicion_id");
  return r;
}

std::string evidence_of(const ReferralText& said) {
  return fmt::format("{}", fmt::join(said.evidence, " "));
}

template <class T>
std::vector<T> all_of(const std::vector<Row>& rows, T (*one)(const Row&)) {
  std::vector<T> out;
  for (const Row& row : rows) out.push_back(one(row));
  return out;
}

}  // namespace

void insert_regulator(Transaction& tx, const Regulator& r) {
  tx.run(kInsertRegulator,
         {{"id", r.id}, {"name", r.name}, {"vkey", r.vkey}, {"url", r.url}, {"by", r.added_by}, {"now", r.added_at}});
}

bool end_regulator_row(Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndRegulator, {{"id", id}, {"now", now}}) == 1;
}

std::vector<Regulator> select_regulators(Transaction& tx) {
  std::vector<Regulator> out;
  for (const Row& row : tx.query(kRegulators))
    out.push_back({row.text("id"), row.text("name"), row.text("vkey"), row.text("url"), row.text("added_by"),
                   row.instant("added_at"), row.maybe_instant("ended_at")});
  return out;
}

std::int64_t next_referral_number(Transaction& tx, const std::string& year) {
  const std::string low = "F" + year + "-", high = "F" + year + ".";
  const auto row = tx.one(kLastNumber, {{"low", low}, {"high", high}});
  const std::string last = row ? row->text("number") : "";
  return last.empty() ? 1 : std::stoll(last.substr(low.size())) + 1;
}

void insert_referral(Transaction& tx, const Referral& r) {
  tx.run(kInsertReferral, {{"id", r.id},
                           {"number", r.said.number},
                           {"regulator", r.regulator_id},
                           {"ground", r.said.ground},
                           {"host", r.said.host},
                           {"asks", r.said.asks},
                           {"seen_on", r.said.seen_on},
                           {"evidence", evidence_of(r.said)},
                           {"sha256", r.sha256},
                           {"text", r.text},
                           {"note", r.note},
                           {"by", r.written_by},
                           {"now", r.written_at}});
}

std::vector<Referral> select_referrals(Transaction& tx, const std::string& before, int limit) {
  return all_of(tx.query(kReferrals, {{"before", before.empty() ? kBehindReferrals : before}, {"limit", limit}}),
                referral_of);
}

std::vector<Referral> select_referrals_due(Transaction& tx, const std::string& state, Instant asked_before, int limit) {
  return all_of(tx.query(kReferralsDue, {{"state", state}, {"before", asked_before}, {"limit", limit}}), referral_of);
}

void update_referral_asked(Transaction& tx, const std::string& id, Instant now) {
  tx.run(kReferralAsked, {{"id", id}, {"now", now}});
}

bool update_referral_state(Transaction& tx, const std::string& id, const std::string& from, const std::string& to,
                           const std::string& code, Instant now) {
  return tx.run(kReferralMoved, {{"id", id}, {"from", from}, {"to", to}, {"code", code}, {"now", now}}) == 1;
}

void insert_received(Transaction& tx, const ReceivedReferral& r) {
  tx.run(kInsertReceived, {{"id", r.id},
                           {"source", r.source_id},
                           {"number", r.said.number},
                           {"ground", r.said.ground},
                           {"host", r.said.host},
                           {"asks", r.said.asks},
                           {"seen_on", r.said.seen_on},
                           {"evidence", evidence_of(r.said)},
                           {"sha256", r.sha256},
                           {"text", r.text},
                           {"note", r.note},
                           {"now", r.received_at}});
}

std::optional<ReceivedReferral> select_received(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kReceived, {{"id", id}});
  return row ? std::optional(received_of(*row)) : std::nullopt;
}

std::optional<ReceivedReferral> select_received_by_hash(Transaction& tx, const std::string& sha256) {
  const auto row = tx.one(kReceivedByHash, {{"sha256", sha256}});
  return row ? std::optional(received_of(*row)) : std::nullopt;
}

std::vector<ReceivedReferral> select_all_received(Transaction& tx, const std::string& state, const std::string& before,
                                                  int limit) {
  const std::string from = before.empty() ? kBehindReferrals : before;
  return all_of(state.empty() ? tx.query(kAllReceived, {{"before", from}, {"limit", limit}})
                              : tx.query(kReceivedIn, {{"state", state}, {"before", from}, {"limit", limit}}),
                received_of);
}

bool update_received(Transaction& tx, const ReceivedReferral& r) {
  return tx.run(kReceivedDecided, {{"id", r.id},
                                   {"state", r.state},
                                   {"code", r.code},
                                   {"now", r.state_at},
                                   {"by", r.decided_by},
                                   {"suspicion", r.suspicion_id}}) == 1;
}

}  // namespace muster::programme

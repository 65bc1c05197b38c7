#include "store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsert{
    "appeal_insert",
    "insert into appeal(id, number, order_id, receipt_sha256, language, filed_at, ack_due, decide_due, state, "
    "version) values(:id, :number, :order_id, :receipt, :language, :filed_at, :ack_due, :decide_due, "
    ":state, :version)"};
#define APPEAL_SELECT                                                                                               \
  "select a.id, a.number, a.order_id, o.number as order_number, o.case_id, a.language, a.filed_at, a.ack_due, "     \
  "a.decide_due, a.acknowledged_at, a.stayed_at, a.decided_at, coalesce(a.heard_by, '') as heard_by, a.reasons, "   \
  "a.state, a.version, coalesce(b.party_id, '') as body_party_id from appeal a join orders o on o.id = a.order_id " \
  "left "                                                                                                           \
  "join appeal_referral b on b.appeal_id = a.id where "
#define APPEAL_OPEN "a.state in ('filed', 'acknowledged', 'stayed')"
constexpr Sql kById{"appeal_by_id", APPEAL_SELECT "a.id = :key"};
constexpr Sql kByNumber{"appeal_by_number", APPEAL_SELECT "a.number = :key"};
constexpr Sql kByReceipt{"appeal_by_receipt", APPEAL_SELECT "a.receipt_sha256 = :key"};
constexpr Sql kOpen{"appeal_open", APPEAL_SELECT "a.order_id = :key and " APPEAL_OPEN};
constexpr Sql kOfCase{"appeal_of_case", APPEAL_SELECT "o.case_id = :key order by a.id desc limit 100"};
constexpr Sql kOfOrder{"appeal_of_order", APPEAL_SELECT "a.order_id = :key order by a.id desc limit 100"};
constexpr Sql kPage{"appeal_page", APPEAL_SELECT "a.id < :after order by a.id desc limit :limit"};
constexpr Sql kPageState{"appeal_page_state",
                         APPEAL_SELECT "a.state = :state and a.id < :after order by a.id desc limit :limit"};
constexpr Sql kDue{"appeal_due",
                   APPEAL_SELECT APPEAL_OPEN " and a.decide_due <= :now order by a.decide_due limit :limit"};
constexpr Sql kUpdate{"appeal_update",
                      "update appeal set state = :state, acknowledged_at = :acknowledged_at, stayed_at = :stayed_at, "
                      "heard_by = :heard_by, decided_at = :decided_at, reasons = :reasons, version = version + 1 "
                      "where id = :id and version = :version"};

Appeal appeal_of(const Row& r) {
  Appeal a;
  a.id = r.text("id");
  a.number = r.text("number");
  a.order_id = r.text("order_id");
  a.order_number = r.text("order_number");
  a.case_id = r.text("case_id");
  a.language = r.text("language");
  a.filed_at = r.instant("filed_at");
  a.ack_due = r.instant("ack_due");
  a.decide_due = r.instant("decide_due");
  a.acknowledged_at = r.maybe_instant("acknowledged_at");
  a.stayed_at = r.maybe_instant("stayed_at");
  a.decided_at = r.maybe_instant("decided_at");
  a.heard_by = r.text("heard_by");
  a.reasons = r.text("reasons");
  a.state = r.text("state");
  a.version = r.integer("version");
  a.body_party_id = r.text("body_party_id");
  return a;
}

std::optional<Appeal> one(store::Transaction& tx, const Sql& sql, const std::string& key) {
  const auto row = tx.one(sql, {{"key", key}});
  if (!row) return std::nullopt;
  return appeal_of(*row);
}

std::vector<Appeal> all(const std::vector<Row>& rows) {
  std::vector<Appeal> out;
  for (const Row& r : rows) out.push_back(appeal_of(r));
  return out;
}

}  // namespace

void insert_appeal(store::Transaction& tx, const Appeal& a, const std::string& receipt_sha256) {
  tx.run(kInsert, {{"id", a.id},
                   {"number", a.number},
                   {"order_id", a.order_id},
                   {"receipt", receipt_sha256},
                   {"language", a.language},
                   {"filed_at", a.filed_at},
                   {"ack_due", a.ack_due},
                   {"decide_due", a.decide_due},
                   {"state", a.state},
                   {"version", a.version}});
}

void insert_appeal_referral(store::Transaction& tx, const std::string& appeal_id, const std::string& party_id,
                            const std::string& person, Instant at) {
  static constexpr Sql kRefer{"appeal_refer",
                              "insert into appeal_referral(appeal_id, party_id, referred_by, referred_at) "
                              "values(:appeal, :party, :person, :at)"};
  tx.run(kRefer, {{"appeal", appeal_id}, {"party", party_id}, {"person", person}, {"at", at}});
}

std::optional<Appeal> select_appeal(store::Transaction& tx, const std::string& key) {
  return one(tx, key.starts_with("A-") ? kByNumber : kById, key);
}
std::optional<Appeal> select_appeal_by_receipt(store::Transaction& tx, const std::string& receipt_sha256) {
  return one(tx, kByReceipt, receipt_sha256);
}
std::optional<Appeal> select_open_appeal(store::Transaction& tx, const std::string& order_id) {
  return one(tx, kOpen, order_id);
}

std::vector<Appeal> select_appeals_of_case(store::Transaction& tx, const std::string& case_id) {
  return all(tx.query(kOfCase, {{"key", case_id}}));
}

std::vector<Appeal> select_appeals_of_order(store::Transaction& tx, const std::string& order_id) {
  return all(tx.query(kOfOrder, {{"key", order_id}}));
}

std::vector<Appeal> select_appeals(store::Transaction& tx, const std::string& state, const std::string& after,
                                   int limit) {
  return all(tx.query(state.empty() ? kPage : kPageState,
                      {{"state", state}, {"after", after.empty() ? std::string("g") : after}, {"limit", limit}}));
}

std::vector<Appeal> select_appeals_due(store::Transaction& tx, Instant now, int limit) {
  return all(tx.query(kDue, {{"now", now}, {"limit", limit}}));
}

bool update_appeal(store::Transaction& tx, const Appeal& a) {
  return tx.run(kUpdate, {{"state", a.state},
                          {"acknowledged_at", a.acknowledged_at},
                          {"stayed_at", a.stayed_at},
                          {"heard_by", a.heard_by.empty() ? std::nullopt : std::optional(a.heard_by)},
                          {"decided_at", a.decided_at},
                          {"reasons", a.reasons},
                          {"id", a.id},
                          {"version", a.version}}) == 1;
}

}  // namespace muster::cases

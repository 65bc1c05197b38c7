#include "store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsert{
    "order_insert",
    "insert into orders(id, number, decision_id, case_id, executor, executor_party_id, issued_at, deadline, "
    "review_at, expires_at, seal_salt, state, state_at, end_reason, version) values(:id, :number, "
    ":decision_id, :case_id, :executor, :executor_party_id, :issued_at, :deadline, :review_at, "
    ":expires_at, :seal_salt, :state, :state_at, :end_reason, :version)"};
constexpr Sql kInsertEntry{
    "network_entry_insert",
    "insert into network_entry(order_id, name, kind, created_at) values(:order_id, :name, :kind, :at)"};
#define ORDER_SELECT                                                                                                \
  "select o.id, o.number, o.decision_id, o.case_id, o.executor, coalesce(o.executor_party_id, '') as "              \
  "executor_party_id, "                                                                                             \
  "o.issued_at, o.deadline, o.review_at, o.expires_at, o.seal_salt, o.state, o.state_at, o.end_reason, o.version, " \
  "c.number as case_number, d.ground, d.measure, d.scope_kind, d.scope_value, d.law, d.article, d.authority_name, " \
  "g.sealed from orders o join decision d on d.id = o.decision_id join case_file c on c.id = o.case_id "            \
  "join ground g on g.code = d.ground where "
constexpr Sql kById{"order_by_id", ORDER_SELECT "o.id = :key"};
constexpr Sql kByNumber{"order_by_number", ORDER_SELECT "o.number = :key"};
constexpr Sql kOfCase{"order_of_case", ORDER_SELECT "o.case_id = :case_id order by o.id desc limit 50"};
constexpr Sql kPage{"order_page", ORDER_SELECT "o.id < :after order by o.id desc limit :limit"};
constexpr Sql kPageState{"order_page_state",
                         ORDER_SELECT "o.state = :state and o.id < :after order by o.id desc limit :limit"};
constexpr Sql kPageStanding{
    "order_page_standing",
    ORDER_SELECT "o.state in ('in_force', 'executed', 'verified') and o.id < :after order by o.id desc limit :limit"};
constexpr Sql kPageGround{
    "order_page_ground", ORDER_SELECT
    "d.ground = :ground and (:state = '' or o.state = :state) and o.id < :after order by o.id desc limit :limit"};
constexpr Sql kMove{"order_move",
                    "update orders set state = :state, state_at = :at, end_reason = :reason, version = version + 1 "
                    "where id = :id and version = :version"};
constexpr Sql kDue{"order_due", ORDER_SELECT
                   "o.state in ('in_force', 'executed', 'verified', 'stayed') and o.expires_at <= :now order by "
                   "o.expires_at limit :limit"};

Order order_of(const Row& r) {
  Order o;
  o.id = r.text("id");
  o.number = r.text("number");
  o.decision_id = r.text("decision_id");
  o.case_id = r.text("case_id");
  o.executor = r.text("executor");
  o.executor_party_id = r.text("executor_party_id");
  o.issued_at = r.instant("issued_at");
  o.deadline = r.instant("deadline");
  o.review_at = r.instant("review_at");
  o.expires_at = r.instant("expires_at");
  o.seal_salt = r.text("seal_salt");
  o.state = r.text("state");
  o.state_at = r.instant("state_at");
  o.end_reason = r.text("end_reason");
  o.version = r.integer("version");
  o.case_number = r.text("case_number");
  o.ground = r.text("ground");
  o.measure = r.text("measure");
  o.scope_kind = r.text("scope_kind");
  o.scope_value = r.text("scope_value");
  o.law = r.text("law");
  o.article = r.text("article");
  o.authority_name = r.text("authority_name");
  o.sealed = r.flag("sealed");
  return o;
}

std::vector<Order> orders_of(const std::vector<Row>& rows) {
  std::vector<Order> out;
  for (const Row& r : rows) out.push_back(order_of(r));
  return out;
}

}  // namespace

void insert_order(store::Transaction& tx, const Order& o) {
  tx.run(kInsert,
         {{"id", o.id},
          {"number", o.number},
          {"decision_id", o.decision_id},
          {"case_id", o.case_id},
          {"executor", o.executor},
          {"executor_party_id", o.executor_party_id.empty() ? std::nullopt : std::optional(o.executor_party_id)},
          {"issued_at", o.issued_at},
          {"deadline", o.deadline},
          {"review_at", o.review_at},
          {"expires_at", o.expires_at},
          {"seal_salt", o.seal_salt},
          {"state", o.state},
          {"state_at", o.state_at},
          {"end_reason", o.end_reason},
          {"version", o.version}});
}

void insert_network_entry(store::Transaction& tx, const std::string& order_id, const NetworkName& name, Instant at) {
  tx.run(kInsertEntry,
         {{"order_id", order_id}, {"name", name.name}, {"kind", name.wildcard ? "wildcard" : "exact"}, {"at", at}});
}

std::vector<NetworkName> select_network_names(store::Transaction& tx, const std::string& order_id) {
  static constexpr Sql kNames{"network_entry_of_order",
                              "select name, kind from network_entry where order_id = :id order by name, kind"};
  std::vector<NetworkName> out;
  for (const Row& r : tx.query(kNames, {{"id", order_id}}))
    out.push_back({r.text("name"), r.text("kind") == "wildcard"});
  return out;
}

std::optional<Order> select_order(store::Transaction& tx, const std::string& key) {
  const auto row = tx.one(key.starts_with("O-") ? kByNumber : kById, {{"key", key}});
  if (!row) return std::nullopt;
  return order_of(*row);
}

std::vector<Order> select_orders_of_case(store::Transaction& tx, const std::string& case_id) {
  return orders_of(tx.query(kOfCase, {{"case_id", case_id}}));
}

std::vector<Order> select_orders(store::Transaction& tx, const OrderFilter& f, const std::string& after, int limit) {
  if (!f.case_id.empty()) return select_orders_of_case(tx, f.case_id);
  const Sql& sql = f.standing ? kPageStanding : !f.ground.empty() ? kPageGround : f.state.empty() ? kPage : kPageState;
  return orders_of(tx.query(sql, {{"state", f.state},
                                  {"ground", f.ground},
                                  {"after", after.empty() ? std::string("g") : after},
                                  {"limit", limit}}));
}

bool update_order_state(store::Transaction& tx, const Order& o, const std::string& state, const std::string& reason,
                        Instant at) {
  return tx.run(kMove, {{"state", state}, {"at", at}, {"reason", reason}, {"id", o.id}, {"version", o.version}}) == 1;
}

std::vector<Order> select_orders_due(store::Transaction& tx, Instant now, int limit) {
  return orders_of(tx.query(kDue, {{"now", now}, {"limit", limit}}));
}

}  // namespace muster::cases

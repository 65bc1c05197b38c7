#include "statement_store.h"

namespace muster::statements {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define STATEMENT_COLUMNS                                                                                    \
  "s.id, s.number, s.order_id, s.case_id, s.language, s.content_sha256, s.created_at, s.state, s.state_at, " \
  "s.version, o.number as order_number, c.number as case_number, c.name as site, c.ground "
#define STATEMENT_FROM "from statement s join orders o on o.id = s.order_id join case_file c on c.id = s.case_id "
#define STATEMENT_WHOLE "select " STATEMENT_COLUMNS ", s.content " STATEMENT_FROM
constexpr Sql kStatementInsert{"statement_insert",
                               "insert into statement(id, number, order_id, case_id, language, content, "
                               "content_sha256, secret_sha256, created_at, "
                               "state, state_at, version) values(:id, :number, :order_id, :case_id, :language, "
                               ":content, :content_sha256, :secret, "
                               ":now, :state, :now, 1)"};
constexpr Sql kStatementById{"statement_by_id", STATEMENT_WHOLE "where s.id = :key"};
constexpr Sql kStatementByNumber{"statement_by_number", STATEMENT_WHOLE "where s.number = :key"};
constexpr Sql kStatementByOrder{"statement_by_order", STATEMENT_WHOLE "where s.order_id = :order_id"};
constexpr Sql kStatementBySecret{"statement_by_secret", STATEMENT_WHOLE "where s.secret_sha256 = :secret"};
#define STATEMENT_LIST(where) \
  "select " STATEMENT_COLUMNS ", '' as content " STATEMENT_FROM where "s.id < :before order by s.id desc limit :limit"
constexpr Sql kStatements{"statement_list", STATEMENT_LIST("where ")};
constexpr Sql kStatementsByState{"statement_list_state", STATEMENT_LIST("where s.state = :state and ")};
constexpr Sql kStatementState{"statement_state",
                              "update statement set state = :state, state_at = :now, version = version + 1 where id = "
                              ":id and version = :version"};
constexpr Sql kDeliveryInsert{
    "statement_delivery_insert",
    "insert into statement_delivery(statement_id, seq, channel, notice_id, state, code, note, by_person, at, "
    "changed_at) "
    "select :statement_id, coalesce(max(seq), 0) + 1, :channel, :notice_id, :state, :code, :note, :by, :now, :now from "
    "statement_delivery where statement_id = :statement_id"};
constexpr Sql kDeliveryOfNotice{"statement_delivery_of_notice",
                                "select * from statement_delivery where notice_id = :notice_id"};
constexpr Sql kDeliveryState{"statement_delivery_state",
                             "update statement_delivery set state = :state, code = :code, changed_at = :now where "
                             "statement_id = :statement_id and seq = :seq"};
constexpr Sql kDeliveries{"statement_deliveries",
                          "select * from statement_delivery where statement_id = :statement_id order by seq limit 200"};
constexpr Sql kDecisionNotice{"statement_decision_notice",
                              "select id from notice where record_kind = 'case' and record_id = :case_id and kind = "
                              "'decision' and created_at >= :since order by id limit 1"};
constexpr Sql kSiteLanguage{"statement_site_language", "select language from site where id = :id"};
constexpr Sql kTrusted{"statement_trusted_report", "select flagger_party from report where id = :id"};

Statement statement_of(const Row& row) {
  Statement s;
  s.id = row.text("id");
  s.number = row.text("number");
  s.order_id = row.text("order_id");
  s.order_number = row.text("order_number");
  s.case_id = row.text("case_id");
  s.case_number = row.text("case_number");
  s.site = row.text("site");
  s.ground = row.text("ground");
  s.language = row.text("language");
  s.content = row.text("content");
  s.content_sha256 = row.text("content_sha256");
  s.created_at = row.instant("created_at");
  s.state = row.text("state");
  s.state_at = row.instant("state_at");
  s.version = row.integer("version");
  return s;
}

Delivery delivery_of(const Row& row) {
  return {row.integer("seq"), row.text("channel"),   row.text("notice_id"), row.text("state"),        row.text("code"),
          row.text("note"),   row.text("by_person"), row.instant("at"),     row.instant("changed_at")};
}

std::optional<Statement> maybe_statement(const std::optional<Row>& row) {
  return row ? std::optional(statement_of(*row)) : std::nullopt;
}

}  // namespace

bool insert_statement(Transaction& tx, const Statement& s, const std::string& secret_sha256) {
  if (select_statement_of_order(tx, s.order_id)) return false;
  tx.run(kStatementInsert, {{"id", s.id},
                            {"number", s.number},
                            {"order_id", s.order_id},
                            {"case_id", s.case_id},
                            {"language", s.language},
                            {"content", s.content},
                            {"content_sha256", s.content_sha256},
                            {"secret", secret_sha256},
                            {"state", s.state},
                            {"now", s.created_at}});
  return true;
}

std::optional<Statement> select_statement(Transaction& tx, const std::string& key) {
  if (auto found = tx.one(kStatementById, {{"key", key}})) return statement_of(*found);
  return maybe_statement(tx.one(kStatementByNumber, {{"key", key}}));
}
std::optional<Statement> select_statement_of_order(Transaction& tx, const std::string& order_id) {
  return maybe_statement(tx.one(kStatementByOrder, {{"order_id", order_id}}));
}
std::optional<Statement> select_statement_by_secret(Transaction& tx, const std::string& secret_sha256) {
  return maybe_statement(tx.one(kStatementBySecret, {{"secret", secret_sha256}}));
}

std::vector<Statement> select_statements(Transaction& tx, const Filter& filter, const std::string& after, int limit) {
  store::Binds binds{{"before", after.empty() ? "g" : after}, {"limit", limit}};
  if (!filter.state.empty()) binds.emplace_back("state", filter.state);
  std::vector<Statement> out;
  for (const Row& row : tx.query(filter.state.empty() ? kStatements : kStatementsByState, binds))
    out.push_back(statement_of(row));
  return out;
}

bool update_statement_state(Transaction& tx, const Statement& s, const std::string& state, Instant at) {
  return tx.run(kStatementState, {{"id", s.id}, {"version", s.version}, {"state", state}, {"now", at}}) == 1;
}

void insert_delivery(Transaction& tx, const std::string& statement_id, const Delivery& d) {
  tx.run(kDeliveryInsert, {{"statement_id", statement_id},
                           {"channel", d.channel},
                           {"notice_id", d.notice_id.empty() ? std::nullopt : std::optional(d.notice_id)},
                           {"state", d.state},
                           {"code", d.code},
                           {"note", d.note},
                           {"by", d.by},
                           {"now", d.at}});
}

std::optional<FoundDelivery> select_delivery_of_notice(Transaction& tx, const std::string& notice_id) {
  const auto row = tx.one(kDeliveryOfNotice, {{"notice_id", notice_id}});
  if (!row) return std::nullopt;
  return FoundDelivery{row->text("statement_id"), delivery_of(*row)};
}

void update_delivery(Transaction& tx, const FoundDelivery& found, const std::string& state, const std::string& code,
                     Instant at) {
  tx.run(kDeliveryState, {{"statement_id", found.statement_id},
                          {"seq", found.delivery.seq},
                          {"state", state},
                          {"code", code},
                          {"now", at}});
}

std::vector<Delivery> select_deliveries(Transaction& tx, const std::string& statement_id) {
  std::vector<Delivery> out;
  for (const Row& row : tx.query(kDeliveries, {{"statement_id", statement_id}})) out.push_back(delivery_of(row));
  return out;
}

std::string select_decision_notice(Transaction& tx, const std::string& case_id, Instant since) {
  const auto row = tx.one(kDecisionNotice, {{"case_id", case_id}, {"since", since}});
  return row ? row->text("id") : "";
}
std::string select_site_language(Transaction& tx, const std::string& site_id) {
  const auto row = tx.one(kSiteLanguage, {{"id", site_id}});
  return row ? row->text("language") : "";
}
bool select_trusted_report(Transaction& tx, const std::string& report_id) {
  const auto row = tx.one(kTrusted, {{"id", report_id}});
  return row && !row->text("flagger_party").empty();
}

}  // namespace muster::statements

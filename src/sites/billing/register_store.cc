#include "register_store.h"

#include <store/key_range.h>

namespace muster::billing {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertService{
    "billing_service_insert",
    "insert into billing_service(id, code, name, partner_id, first_text, second_text, behalf_text, flow, import_id, "
    "state, state_at, proposed_by, proposed_at, version) values(:id, :code, :name, :partner, :first, :second, :behalf, "
    ":flow, :import, 'proposed', :at, :by, :at, 1)"};
constexpr Sql kUpdateService{
    "billing_service_update",
    "update billing_service set name = :name, first_text = :first, second_text = :second, behalf_text = :behalf, flow "
    "= :flow, state = :state, state_at = :state_at, decided_by = :decided_by, end_reason = :reason, version = "
    ":version where id = :id and version = :version - 1"};
constexpr Sql kInsertPrice{
    "billing_price_insert",
    "insert into billing_price(id, service_id, amount, currency, from_at, state, proposed_by, proposed_at) "
    "values(:id, :service, :amount, :currency, :from, 'proposed', :by, :at)"};
constexpr Sql kDecidePrice{
    "billing_price_decide",
    "update billing_price set state = :state, decided_by = :by, decided_at = :at where id = :id and state = "
    "'proposed'"};
constexpr Sql kPricesOf{"billing_price_of",
                        "select * from billing_price where service_id = :service order by from_at, id limit 1000"};

// The price in force, or the one that waits.
#define MUSTER_SERVICE_COLUMNS                                                                                       \
  "select s.*, p.name as partner_name, d.due_at as walk_due_at, d.last_at as walked_at, coalesce(d.outcome, '') as " \
  "walk_outcome, coalesce((select b.amount from billing_price b where b.service_id = s.id and "                      \
  "b.state = 'confirmed' and b.from_at <= :now order by b.from_at desc limit 1), (select b.amount from "             \
  "billing_price b where b.service_id = s.id and b.state = 'proposed'), -1) as amount, coalesce((select b.currency " \
  "from billing_price b where b.service_id = s.id and b.state = 'confirmed' and b.from_at <= :now order by "         \
  "b.from_at desc limit 1), (select b.currency from billing_price b where b.service_id = s.id and b.state = "        \
  "'proposed'), '') as currency from billing_service s join party p on p.id = s.partner_id left join "               \
  "flow_due d on d.service_id = s.id "
constexpr Sql kService{"billing_service_get", MUSTER_SERVICE_COLUMNS "where s.id = :id"};
constexpr Sql kServiceByCode{"billing_service_by_code",
                             MUSTER_SERVICE_COLUMNS "where s.code = :code and s.state <> 'refused'"};
constexpr Sql kList{"billing_service_list", MUSTER_SERVICE_COLUMNS
                    "where s.code >= :low and s.code < :high order by s.code, s.id limit :limit"};
constexpr Sql kListState{"billing_service_list_state", MUSTER_SERVICE_COLUMNS
                         "where s.state = :state and s.code >= :low and s.code < :high order by s.code, s.id limit "
                         ":limit"};
constexpr Sql kListPartner{"billing_service_list_partner", MUSTER_SERVICE_COLUMNS
                           "where s.partner_id = :partner and s.code >= :low and s.code < :high and (:state = '' or "
                           "s.state = :state) order by s.code, s.id limit :limit"};
#undef MUSTER_SERVICE_COLUMNS
constexpr Sql kOfImport{"billing_service_of_import",
                        "select id from billing_service where import_id = :import and import_id <> '' and state = "
                        "'proposed' order by id limit 100000"};
constexpr Sql kPartnerById{"billing_partner_by_id", "select id from party where id = :word and kind = 'partner'"};
constexpr Sql kPartnerByWord{"billing_partner_by_word",
                             "select id from party where kind = 'partner' and (licence_number = :word or name = :word) "
                             "order by id limit 2"};
constexpr Sql kTariffServices{
    "billing_tariff_services",
    "select id, code, partner_id, state, state_at from billing_service where state in ('active', 'ended') order by id"};
constexpr Sql kTariffPrices{
    "billing_tariff_prices",
    "select service_id, amount, currency, from_at from billing_price where state = 'confirmed' order by service_id, "
    "from_at"};

BillingService service_of(const Row& row) {
  BillingService s;
  s.id = row.text("id");
  s.code = row.text("code");
  s.name = row.text("name");
  s.partner_id = row.text("partner_id");
  s.first_text = row.text("first_text");
  s.second_text = row.text("second_text");
  s.behalf_text = row.text("behalf_text");
  s.flow = row.text("flow");
  s.import_id = row.text("import_id");
  s.state = row.text("state");
  s.state_at = row.instant("state_at");
  s.proposed_by = row.text("proposed_by");
  s.proposed_at = row.instant("proposed_at");
  s.decided_by = row.text("decided_by");
  s.end_reason = row.text("end_reason");
  s.version = row.integer("version");
  s.partner_name = row.text("partner_name");
  s.amount = row.integer("amount");
  s.currency = row.text("currency");
  s.walk_outcome = row.text("walk_outcome");
  s.walked_at = row.maybe_instant("walked_at");
  s.walk_due_at = row.maybe_instant("walk_due_at");
  return s;
}

Price price_of(const Row& row) {
  Price p;
  p.id = row.text("id");
  p.service_id = row.text("service_id");
  p.amount = row.integer("amount");
  p.currency = row.text("currency");
  p.from = row.instant("from_at");
  p.state = row.text("state");
  p.proposed_by = row.text("proposed_by");
  p.proposed_at = row.instant("proposed_at");
  p.decided_by = row.text("decided_by");
  p.decided_at = row.maybe_instant("decided_at");
  return p;
}

std::optional<std::string> maybe(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

void insert_service(Transaction& tx, const BillingService& s) {
  tx.run(kInsertService, {{"id", s.id},
                          {"code", s.code},
                          {"name", s.name},
                          {"partner", s.partner_id},
                          {"first", s.first_text},
                          {"second", s.second_text},
                          {"behalf", s.behalf_text},
                          {"flow", s.flow},
                          {"import", s.import_id},
                          {"at", s.proposed_at},
                          {"by", s.proposed_by}});
}

bool update_service(Transaction& tx, const BillingService& s) {
  return tx.run(kUpdateService, {{"id", s.id},
                                 {"name", s.name},
                                 {"first", s.first_text},
                                 {"second", s.second_text},
                                 {"behalf", s.behalf_text},
                                 {"flow", s.flow},
                                 {"state", s.state},
                                 {"state_at", s.state_at},
                                 {"decided_by", maybe(s.decided_by)},
                                 {"reason", s.end_reason},
                                 {"version", s.version}}) == 1;
}

void insert_price(Transaction& tx, const Price& p) {
  tx.run(kInsertPrice, {{"id", p.id},
                        {"service", p.service_id},
                        {"amount", p.amount},
                        {"currency", p.currency},
                        {"from", p.from},
                        {"by", p.proposed_by},
                        {"at", p.proposed_at}});
}

void decide_price(Transaction& tx, const Price& p) {
  tx.run(kDecidePrice, {{"id", p.id}, {"state", p.state}, {"by", p.decided_by}, {"at", p.decided_at}});
}

std::optional<BillingService> find_service(Transaction& tx, const std::string& id, Instant now) {
  const auto row = tx.one(kService, {{"id", id}, {"now", now}});
  return row ? std::optional(service_of(*row)) : std::nullopt;
}

std::optional<BillingService> find_service_by_code(Transaction& tx, const std::string& code, Instant now) {
  const auto row = tx.one(kServiceByCode, {{"code", code}, {"now", now}});
  return row ? std::optional(service_of(*row)) : std::nullopt;
}

std::vector<BillingService> select_services(Transaction& tx, const ServiceFilter& f, Instant now) {
  const auto range = store::keys_behind(f.code_start, f.after);
  store::Binds binds{{"now", now}, {"low", range.low}, {"high", range.high}, {"limit", f.limit}};
  const Sql* sql = &kList;
  if (!f.partner_id.empty()) {
    sql = &kListPartner;
    binds.emplace_back("partner", f.partner_id);
    binds.emplace_back("state", f.state);
  } else if (!f.state.empty()) {
    sql = &kListState;
    binds.emplace_back("state", f.state);
  }
  std::vector<BillingService> out;
  for (const auto& row : tx.query(*sql, binds)) out.push_back(service_of(row));
  return out;
}

std::vector<std::string> ids_of_import(Transaction& tx, const std::string& import_id) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kOfImport, {{"import", import_id}})) out.push_back(row.text("id"));
  return out;
}

std::vector<Price> select_prices(Transaction& tx, const std::string& service_id) {
  std::vector<Price> out;
  for (const auto& row : tx.query(kPricesOf, {{"service", service_id}})) out.push_back(price_of(row));
  Price* before = nullptr;
  for (Price& p : out) {
    if (p.state != "confirmed") continue;
    if (before) before->until = p.from;
    before = &p;
  }
  return out;
}

std::string find_partner(Transaction& tx, const std::string& word) {
  if (word.empty()) return {};
  if (const auto row = tx.one(kPartnerById, {{"word", word}})) return row->text("id");
  const auto rows = tx.query(kPartnerByWord, {{"word", word}});
  return rows.size() == 1 ? rows[0].text("id") : std::string();
}

std::vector<TariffService> select_tariff(Transaction& tx) {
  std::vector<TariffService> out;
  tx.each(kTariffServices, {}, [&](const Row& row) {
    TariffService s;
    s.id = row.text("id");
    s.code = row.text("code");
    s.partner_id = row.text("partner_id");
    if (row.text("state") == "ended") s.ended_at = row.instant("state_at");
    out.push_back(std::move(s));
    return out.size() < kServicesMax;
  });
  std::size_t at = 0;
  tx.each(kTariffPrices, {}, [&](const Row& row) {
    const std::string id = row.text("service_id");
    while (at < out.size() && out[at].id < id) ++at;
    if (at < out.size() && out[at].id == id)
      out[at].prices.push_back({row.instant("from_at"), row.integer("amount"), row.text("currency")});
    return true;
  });
  return out;
}

}  // namespace muster::billing

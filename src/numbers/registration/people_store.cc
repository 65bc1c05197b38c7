#include "people_store.h"

#include "submission.h"

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kHoldersProxied{
    "proxy_holders",
    "select distinct r.holder_id from registration_proxy p join registration r on r.id = p.registration_id where "
    "p.number_index in (:number, :former) limit 1000"};
constexpr Sql kInsertProxy{
    "proxy_insert",
    "insert into registration_proxy(registration_id, vault_id, document_kind, country, number_index, "
    "index_generation, authorisation, consent, at) values(:registration, :vault, :kind, :country, :number, "
    ":generation, :authorisation, :consent, :at)"};
constexpr Sql kProxiesPastTerm{
    "proxies_past_term",
    "select p.registration_id, p.vault_id from registration_proxy p join registration r on r.id = p.registration_id "
    "join holder h on h.id = r.holder_id where p.destroyed_at is null and h.destroyed_at is not null order by "
    "p.registration_id limit :limit"};
constexpr Sql kProxyDestroyed{
    "proxy_destroyed",
    "update registration_proxy set destroyed_at = :at, number_index = null where registration_id = :id"};

constexpr Sql kCompany{"company_get", "select * from company where id = :id"};
constexpr Sql kInsertCompany{
    "company_insert",
    "insert into company(id, organisation_kind, organisation_number, name, responsible_id, resolution_ref, lines_max, "
    "enrolled_by, enrolled_at) values(:id, :kind, :number, :name, :responsible, :resolution, :max, :by, :at)"};
constexpr Sql kEndCompany{"company_end", "update company set ended_at = :at where id = :id and ended_at is null"};
constexpr Sql kCompanies{"company_list", "select * from company where id > :after order by id limit :limit"};
constexpr Sql kReservedFor{
    "lines_reserved_for",
    "select id from line where state = 'reserved' and reserved_for = :company and msisdn > :after order by msisdn "
    "limit :limit"};
constexpr Sql kReservedCount{"company_reserved",
                             "select count(*) as n from line where state = 'reserved' and reserved_for = :company"};
constexpr Sql kUsedCount{
    "company_used",
    "select count(*) as n from registration where organisation_kind = :kind and organisation_number = :number and "
    "organisation_number <> '' and state in ('captured', 'pending', 'verified')"};

Company company_of(const Row& row) {
  Company c;
  c.id = row.text("id");
  c.organisation_kind = row.text("organisation_kind");
  c.organisation_number = row.text("organisation_number");
  c.name = row.text("name");
  c.responsible_id = row.text("responsible_id");
  c.resolution_ref = row.text("resolution_ref");
  c.lines_max = row.integer("lines_max");
  c.enrolled_by = row.text("enrolled_by");
  c.enrolled_at = row.instant("enrolled_at");
  c.ended_at = row.maybe_instant("ended_at");
  return c;
}

}  // namespace

std::set<std::string> holders_proxied(store::Transaction& tx, const vault::Index& number) {
  std::set<std::string> out;
  for (const Row& row : tx.query(kHoldersProxied, {{"number", number.value}, {"former", number.other()}}))
    out.insert(row.text("holder_id"));
  return out;
}

Result<void> insert_proxy(store::Transaction& tx, const ledger::Recorder& recorder, const vault::Vault& vault,
                          const std::string& registration_id, const Prepared& prepared) {
  const Proxy& proxy = *prepared.checked.capture.proxy;
  const std::string vault_id = recorder.new_id();
  tx.run(kInsertProxy, {{"registration", registration_id},
                        {"vault", vault_id},
                        {"kind", proxy.document.kind},
                        {"country", proxy.document.country},
                        {"number", prepared.proxy_index.value},
                        {"generation", prepared.proxy_index.generation},
                        {"authorisation", proxy.authorisation},
                        {"consent", proxy.consent},
                        {"at", recorder.clock().now()}});
  return vault.put(tx, vault_id,
                   {{persons::kNameField, proxy.identity.name},
                    {persons::kBirthField, proxy.identity.birth_date},
                    {persons::kAddressField, proxy.identity.address},
                    {persons::document_field(1), proxy.document.number}});
}

std::vector<ProxyOnRecord> proxies_past_term(store::Transaction& tx, int limit) {
  std::vector<ProxyOnRecord> out;
  for (const Row& row : tx.query(kProxiesPastTerm, {{"limit", limit}}))
    out.push_back({row.text("registration_id"), row.text("vault_id")});
  return out;
}
void proxy_destroyed(store::Transaction& tx, const std::string& registration_id, Instant now) {
  tx.run(kProxyDestroyed, {{"id", registration_id}, {"at", now}});
}

std::optional<Company> find_company(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kCompany, {{"id", id}});
  return row ? std::optional(company_of(*row)) : std::nullopt;
}
void insert(store::Transaction& tx, const Company& c) {
  tx.run(kInsertCompany, {{"id", c.id},
                          {"kind", c.organisation_kind},
                          {"number", c.organisation_number},
                          {"name", c.name},
                          {"responsible", c.responsible_id},
                          {"resolution", c.resolution_ref},
                          {"max", c.lines_max},
                          {"by", c.enrolled_by},
                          {"at", c.enrolled_at}});
}
bool end_company(store::Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndCompany, {{"id", id}, {"at", now}}) == 1;
}
std::vector<Company> companies_after(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<Company> out;
  for (const Row& row : tx.query(kCompanies, {{"after", after}, {"limit", limit}})) out.push_back(company_of(row));
  return out;
}
std::vector<std::string> lines_reserved_for(store::Transaction& tx, const std::string& reserved_for,
                                            std::int64_t after_msisdn, int limit) {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kReservedFor, {{"company", reserved_for}, {"after", after_msisdn}, {"limit", limit}}))
    out.push_back(row.text("id"));
  return out;
}
std::int64_t lines_of_company(store::Transaction& tx, const Company& c) {
  return tx.one(kReservedCount, {{"company", c.id}})->integer("n") +
         tx.one(kUsedCount, {{"kind", c.organisation_kind}, {"number", c.organisation_number}})->integer("n");
}

}  // namespace muster::registration

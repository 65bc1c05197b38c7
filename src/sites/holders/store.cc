// Registrations, holders, registrars and who held what when.
#include "store.h"

#include <base/text.h>
#include <base/words.h>

#include <boost/json.hpp>

namespace muster::holders {
namespace json = boost::json;
namespace {

constexpr store::Sql kFind{"domain_find", "select " MUSTER_REGISTRATION_COLUMNS
                                          " from domain_registration d left join domain_registrar r on r.id = "
                                          "d.registrar_id where d.name = :name"};
constexpr store::Sql kUpdate{
    "domain_update",
    "update domain_registration set holder_id = :holder, registrar_id = :registrar, source = :source, statuses = "
    ":statuses, created_at = :created, expires_at = :expires, updated_at = :updated, state = :state, state_since = "
    ":since, due_at = :due, lapsed_why = :why, reasons = :reasons, verified_at = :verified_at, verified_by = "
    ":verified_by, verified_how = :verified_how, mirrored_at = :mirrored_at, mirrored_late = :late, batch_id = :batch, "
    "row_hash = :hash, version = :version where name = :name and version = :version - 1"};
constexpr store::Sql kServers{"domain_servers", "select host from domain_name_server where name = :name order by host"};
constexpr store::Sql kServersOut{"domain_servers_out", "delete from domain_name_server where name = :name"};
constexpr store::Sql kServerIn{"domain_server_in", "insert into domain_name_server(host, name) values(:host, :name)"};
constexpr store::Sql kHolder{"domain_holder_find",
                             "select id, source, handle, kind, name, country, created_at from domain_holder where id = "
                             ":id"};
constexpr store::Sql kMakeKnown{
    "domain_holder_known",
    "update domain_holder set kind = :kind, name = :name, name_key = :key, country = :country, identity_index = "
    ":identity, version = version + 1 where id = :id and kind = 'unknown'"};
constexpr store::Sql kRegistrar{"domain_registrar_find",
                                "select id, name, iana_id from domain_registrar where id = :id"};
constexpr store::Sql kRegistrarByName{"domain_registrar_by_name",
                                      "select id, name, iana_id from domain_registrar where name = :name"};
constexpr store::Sql kRegistrarIn{
    "domain_registrar_in", "insert into domain_registrar(id, name, name_key, iana_id) values(:id, :name, :key, :iana)"};
constexpr store::Sql kHoldingOpen{
    "domain_holding_open",
    "select holder_id, from_at, until_at from domain_holding where name = :name and until_at is null"};
constexpr store::Sql kHoldings{"domain_holdings",
                               "select holder_id, from_at, until_at from domain_holding where name = :name order by "
                               "from_at limit 200"};
constexpr store::Sql kHoldingEnd{"domain_holding_end",
                                 "update domain_holding set until_at = :until where name = :name and until_at is null"};
constexpr store::Sql kHoldingIn{
    "domain_holding_in",
    "insert into domain_holding(name, from_at, holder_id, until_at) values(:name, :from, :holder, null)"};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (const auto word : split(text, ' '))
    if (!word.empty()) out.emplace_back(word);
  return out;
}

Holding holding_of(const store::Row& row) {
  return {row.text("holder_id"), row.instant("from_at"), row.maybe_instant("until_at")};
}

Registrar registrar_of(const store::Row& row) {
  return {row.text("id"), row.text("name"), row.text("iana_id")};
}

}  // namespace

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) (out += out.empty() ? "" : " ") += word;
  return out;
}

std::string reasons_text(const std::vector<std::string>& reasons) {
  json::array out;
  for (const auto& reason : reasons) out.emplace_back(reason);
  return json::serialize(out);
}

std::string lower_key(const std::string& text) {
  return to_lower_ascii(text);
}

Registration registration_of(const store::Row& row) {
  Registration r;
  r.name = row.text("name");
  r.holder_id = row.text("holder_id");
  if (!row.is_null("registrar_id"))
    r.registrar = Registrar{row.text("registrar_id"), row.text("registrar_name"), row.text("iana_id")};
  r.source = row.text("source");
  r.statuses = words_of(row.text("statuses"));
  r.created_at = row.maybe_instant("created_at");
  r.expires_at = row.maybe_instant("expires_at");
  r.updated_at = row.maybe_instant("updated_at");
  r.state = known(state_of(row.text("state")));
  r.state_since = row.instant("state_since");
  r.due_at = row.maybe_instant("due_at");
  r.lapsed_why = row.text("lapsed_why");
  const json::value reasons = json::parse(row.text("reasons"));
  for (const auto& reason : reasons.as_array()) r.reasons.emplace_back(reason.as_string());
  r.verified_at = row.maybe_instant("verified_at");
  r.verified_by = row.text("verified_by");
  r.verified_how = row.text("verified_how");
  r.mirrored_at = row.instant("mirrored_at");
  r.mirrored_late = row.flag("mirrored_late");
  r.batch_id = row.maybe_text("batch_id");
  r.row_hash = row.text("row_hash");
  r.entered_at = row.instant("entered_at");
  r.version = row.integer("version");
  return r;
}

Holder holder_of(const store::Row& row) {
  return {row.text("id"),   row.text("source"),  row.text("handle"),       known(holder_kind(row.text("kind"))),
          row.text("name"), row.text("country"), row.instant("created_at")};
}

std::optional<Registration> find_registration(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kFind, {{"name", name}});
  if (!row) return std::nullopt;
  Registration out = registration_of(*row);
  out.name_servers = name_servers_of(tx, name);
  return out;
}

bool update(store::Transaction& tx, const Registration& r) {
  return tx.run(kUpdate, {{"name", r.name},
                          {"holder", r.holder_id},
                          {"registrar", r.registrar ? std::optional(r.registrar->id) : std::nullopt},
                          {"source", r.source},
                          {"statuses", join(r.statuses)},
                          {"created", r.created_at},
                          {"expires", r.expires_at},
                          {"updated", r.updated_at},
                          {"state", to_text(r.state)},
                          {"since", r.state_since},
                          {"due", r.due_at},
                          {"why", r.lapsed_why},
                          {"reasons", reasons_text(r.reasons)},
                          {"verified_at", r.verified_at},
                          {"verified_by", r.verified_by},
                          {"verified_how", r.verified_how},
                          {"mirrored_at", r.mirrored_at},
                          {"late", r.mirrored_late},
                          {"batch", r.batch_id},
                          {"hash", r.row_hash},
                          {"version", r.version}}) == 1;
}

std::vector<std::string> name_servers_of(store::Transaction& tx, const std::string& name) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kServers, {{"name", name}})) out.push_back(row.text("host"));
  return out;
}

void replace_name_servers(store::Transaction& tx, const std::string& name, const std::vector<std::string>& servers) {
  tx.run(kServersOut, {{"name", name}});
  for (const auto& host : servers) tx.run(kServerIn, {{"host", host}, {"name", name}});
}

std::optional<Holder> find_holder(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kHolder, {{"id", id}});
  return row ? std::optional(holder_of(*row)) : std::nullopt;
}

void make_known(store::Transaction& tx, const Holder& holder, const std::string& identity) {
  tx.run(kMakeKnown, {{"id", holder.id},
                      {"kind", to_text(holder.kind)},
                      {"name", holder.name},
                      {"key", lower_key(holder.name)},
                      {"country", holder.country},
                      {"identity", identity}});
}

std::optional<Registrar> find_registrar(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kRegistrar, {{"id", id}});
  return row ? std::optional(registrar_of(*row)) : std::nullopt;
}

std::optional<Registrar> find_registrar_by_name(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kRegistrarByName, {{"name", name}});
  return row ? std::optional(registrar_of(*row)) : std::nullopt;
}

void insert(store::Transaction& tx, const Registrar& r) {
  tx.run(kRegistrarIn, {{"id", r.id}, {"name", r.name}, {"key", lower_key(r.name)}, {"iana", r.iana_id}});
}

std::optional<Holding> open_holding(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kHoldingOpen, {{"name", name}});
  return row ? std::optional(holding_of(*row)) : std::nullopt;
}

std::vector<Holding> holdings_of(store::Transaction& tx, const std::string& name) {
  std::vector<Holding> out;
  for (const auto& row : tx.query(kHoldings, {{"name", name}})) out.push_back(holding_of(row));
  return out;
}

void end_holding(store::Transaction& tx, const std::string& name, Instant until) {
  tx.run(kHoldingEnd, {{"name", name}, {"until", until}});
}

void begin_holding(store::Transaction& tx, const std::string& name, const std::string& holder_id, Instant from) {
  tx.run(kHoldingIn, {{"name", name}, {"holder", holder_id}, {"from", from}});
}

}  // namespace muster::holders

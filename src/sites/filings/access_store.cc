#include "filing_json.h"
#include "filing_store.h"
#include <base/words.h>

namespace muster::filings {
namespace {

#define ACCESS_COLUMNS \
  "id, site_id, provider_id, method, server_location, address_range, state, state_since, reasons, version"
constexpr store::Sql kInsert{
    "access_insert", "insert into access(" ACCESS_COLUMNS
                     ") values(:id, :site, :provider, :method, :location, :range, :state, :since, :reasons, 1)"};
constexpr store::Sql kUpdate{
    "access_update",
    "update access set state = :state, state_since = :since, reasons = :reasons, version = :version "
    "where id = :id and version = :version - 1"};
constexpr store::Sql kGet{"access_get", "select " ACCESS_COLUMNS " from access where id = :id"};
constexpr store::Sql kOfSite{"access_of_site",
                             "select " ACCESS_COLUMNS " from access where site_id = :site order by id"};

Access access_of(const store::Row& row) {
  Access a;
  a.id = row.text("id");
  a.site_id = row.text("site_id");
  a.provider_id = row.text("provider_id");
  a.method = known(access_method(row.text("method")));
  a.server_location = row.text("server_location");
  a.address_range = row.text("address_range");
  a.state = known(access_state(row.text("state")));
  a.state_since = row.instant("state_since");
  a.reasons = reasons_of(row.text("reasons"));
  a.version = row.integer("version");
  return a;
}

}  // namespace

void insert(store::Transaction& tx, const Access& a) {
  tx.run(kInsert, {{"id", a.id},
                   {"site", a.site_id},
                   {"provider", a.provider_id},
                   {"method", to_text(a.method)},
                   {"location", a.server_location},
                   {"range", a.address_range},
                   {"state", to_text(a.state)},
                   {"since", a.state_since},
                   {"reasons", to_json(a.reasons)}});
}

bool update_state(store::Transaction& tx, const Access& a) {
  return tx.run(kUpdate, {{"id", a.id},
                          {"state", to_text(a.state)},
                          {"since", a.state_since},
                          {"reasons", to_json(a.reasons)},
                          {"version", a.version}}) == 1;
}

std::optional<Access> find_access(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(access_of(*row)) : std::nullopt;
}

std::vector<Access> accesses_of(store::Transaction& tx, const std::string& site_id) {
  std::vector<Access> out;
  for (const auto& row : tx.query(kOfSite, {{"site", site_id}})) out.push_back(access_of(row));
  return out;
}

}  // namespace muster::filings

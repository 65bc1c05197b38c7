#include "known.h"

#include <store/keys.h>

namespace muster::holders {
namespace {

constexpr store::Sql kNames{"mirror_names", "select " MUSTER_REGISTRATION_COLUMNS
                                            " from domain_registration d left join domain_registrar r on r.id = "
                                            "d.registrar_id where d.name in " MUSTER_KEYS};
#define HOLDER_COLUMNS "id, source, handle, kind, name, country, created_at, identity_index"
constexpr store::Sql kIdentities{"mirror_identities",
                                 "select " HOLDER_COLUMNS " from domain_holder where identity_index in " MUSTER_KEYS};
constexpr store::Sql kHandles{"mirror_handles", "select " HOLDER_COLUMNS
                                                " from domain_holder where source = :source and handle <> '' and "
                                                "handle in " MUSTER_KEYS " order by id"};

}  // namespace

Known::Known(store::Transaction& tx, const std::vector<Prepared>& rows, const std::string& source) {
  std::vector<std::string> names, identities, handles;
  for (const Prepared& row : rows) {
    names.push_back(row.record.name);
    if (!row.identity.empty()) identities.push_back(row.identity);
    if (!row.record.registrant.handle.empty()) handles.push_back(row.record.registrant.handle);
  }
  store::each_of(tx, kNames, names,
                 [&](const store::Row& row) { registrations.emplace(row.text("name"), registration_of(row)); });
  store::each_of(tx, kIdentities, identities,
                 [&](const store::Row& row) { by_identity.emplace(row.text("identity_index"), holder_of(row)); });
  store::each_of(tx, kHandles, handles,
                 [&](const store::Row& row) {
                   by_handle.insert_or_assign(row.text("handle"), holder_of(row));
                   identity_of.insert_or_assign(row.text("id"), row.text("identity_index"));
                 },
                 {{"source", source}});
}

}  // namespace muster::holders

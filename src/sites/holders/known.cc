#include "known.h"

#include <array>

namespace muster::holders {
namespace {

// "in" with a fixed number of parameters: one statement, prepared once, for every hundred keys.
constexpr std::size_t kKeys = 100;
#define TEN(n) ":k" #n "0,:k" #n "1,:k" #n "2,:k" #n "3,:k" #n "4,:k" #n "5,:k" #n "6,:k" #n "7,:k" #n "8,:k" #n "9"
#define KEYS \
  "(" TEN(0) "," TEN(1) "," TEN(2) "," TEN(3) "," TEN(4) "," TEN(5) "," TEN(6) "," TEN(7) "," TEN(8) "," TEN(9) ")"

constexpr store::Sql kNames{"mirror_names", "select " MUSTER_REGISTRATION_COLUMNS
                                            " from domain_registration d left join domain_registrar r on r.id = "
                                            "d.registrar_id where d.name in " KEYS};
#define HOLDER_COLUMNS "id, source, handle, kind, name, country, created_at, identity_index"
constexpr store::Sql kIdentities{"mirror_identities",
                                 "select " HOLDER_COLUMNS " from domain_holder where identity_index in " KEYS};
constexpr store::Sql kHandles{"mirror_handles", "select " HOLDER_COLUMNS
                                                " from domain_holder where source = :source and handle <> '' and "
                                                "handle in " KEYS " order by id"};

const std::array<std::string, kKeys>& key_names() {
  static const auto names = [] {
    std::array<std::string, kKeys> out;
    for (std::size_t i = 0; i < kKeys; ++i) out[i] = "k" + std::to_string(i / 10) + std::to_string(i % 10);
    return out;
  }();
  return names;
}

void each_of(store::Transaction& tx, const store::Sql& sql, const std::vector<std::string>& keys,
             const std::string* source, const std::function<void(const store::Row&)>& visit) {
  for (std::size_t from = 0; from < keys.size(); from += kKeys) {
    store::Binds binds;
    binds.reserve(kKeys + 1);
    for (std::size_t i = 0; i < kKeys; ++i)
      binds.emplace_back(key_names()[i], keys[std::min(from + i, keys.size() - 1)]);
    if (source) binds.emplace_back("source", *source);
    tx.each(sql, binds, [&](const store::Row& row) {
      visit(row);
      return true;
    });
  }
}

}  // namespace

Known::Known(store::Transaction& tx, const std::vector<Prepared>& rows, const std::string& source) {
  std::vector<std::string> names, identities, handles;
  for (const Prepared& row : rows) {
    names.push_back(row.record.name);
    if (!row.identity.empty()) identities.push_back(row.identity);
    if (!row.record.registrant.handle.empty()) handles.push_back(row.record.registrant.handle);
  }
  each_of(tx, kNames, names, nullptr,
          [&](const store::Row& row) { registrations.emplace(row.text("name"), registration_of(row)); });
  each_of(tx, kIdentities, identities, nullptr,
          [&](const store::Row& row) { by_identity.emplace(row.text("identity_index"), holder_of(row)); });
  each_of(tx, kHandles, handles, &source, [&](const store::Row& row) {
    by_handle.insert_or_assign(row.text("handle"), holder_of(row));
    identity_of.insert_or_assign(row.text("id"), row.text("identity_index"));
  });
}

}  // namespace muster::holders

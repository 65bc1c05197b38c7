#include "provider.h"

#include <parties/parties.h>

namespace muster::filings {
namespace {

constexpr store::Sql kProvider{"filing_provider_named",
                               "select id from party where kind in ('access_provider', 'carrier') and (id = :text or "
                               "licence_number = :text or name = :text) order by id limit 1"};

}  // namespace

Result<void> check_provider(store::Transaction& tx, const std::string& party_id, const std::string& field) {
  const auto party = parties::find_party(tx, party_id);
  if (!party || (party->kind != "access_provider" && party->kind != "carrier"))
    return invalid("provider_unknown", "There is no access provider of this id.", field);
  return {};
}

Result<std::string> find_provider(store::Database& database, const std::string& text) {
  return database.read([&](store::Transaction& tx) -> Result<std::string> {
    const auto row = tx.one(kProvider, {{"text", text}});
    return row ? row->text("id") : std::string();
  });
}

}  // namespace muster::filings

#include <camara/records.h>

namespace muster::camara {
namespace {

constexpr store::Sql kNameOf{"camara_client_name", "select name from camara_client where id = :id"};
constexpr store::Sql kConsentsOf{
    "camara_consents_of",
    "select c.name, k.consent, k.given_at, k.withdrawn_at from camara_consent k join camara_client c on c.id = "
    "k.client_id where k.holder_id = :holder order by k.given_at, k.id"};

}  // namespace

std::string client_name(store::Transaction& tx, const std::string& client_id) {
  const auto row = tx.one(kNameOf, {{"id", client_id}});
  return row ? row->text("name") : std::string();
}

std::vector<Consented> consents_of(store::Transaction& tx, const std::string& holder_id) {
  std::vector<Consented> out;
  for (const auto& row : tx.query(kConsentsOf, {{"holder", holder_id}}))
    out.push_back({row.text("name"), row.text("consent"), row.instant("given_at"), row.maybe_instant("withdrawn_at")});
  return out;
}

}  // namespace muster::camara

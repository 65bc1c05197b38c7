#include "relation_store.h"
#include "store.h"
#include <base/words.h>
#include <names/suffix.h>
#include <vault/vault.h>

#include <array>

namespace muster::holders {
namespace {

using filings::RegistrantFact;
constexpr const char* kPurpose = "access_gate";
constexpr std::array<const char*, kRelationCount> kRelations{"shareholder", "head", "senior_manager", "same_entity"};

// A field of a vault record, or nothing where it was never written.
Result<std::string> secret(store::Transaction& tx, const vault::Vault& vault, const std::string& record,
                           const std::string& field, const std::string& actor) {
  const auto fields = vault.fields_of(tx, record);
  if (std::find(fields.begin(), fields.end(), field) == fields.end()) return std::string();
  return vault.get(tx, record, field, kPurpose, actor);
}

}  // namespace

const char* to_text(Relation relation) {
  return kRelations[static_cast<std::size_t>(relation)];
}
std::optional<Relation> relation_of(std::string_view text) {
  return find_word<Relation>(kRelations, text);
}

Result<RegistrantFact> RegistrantCheck::compare(store::Transaction& tx, const std::string& domain,
                                                const filings::Subject& subject, const std::string& site_id,
                                                const std::string& actor) const {
  auto registration = find_registration(tx, domain);
  if (!registration) registration = find_registration(tx, std::string(names::registrable_domain(domain)));
  if (!registration) return RegistrantFact::unknown;
  if (registration->state == State::lapsed) return RegistrantFact::ended;
  const auto holder = find_holder(tx, registration->holder_id);
  if (!holder) return RegistrantFact::unknown;
  if (has_relation(tx, subject.id, holder->id)) return RegistrantFact::related;
  if (holder->kind == HolderKind::unknown) return RegistrantFact::unknown;
  const bool individual = subject.kind == filings::SubjectKind::individual;
  if (holder->kind == HolderKind::organization)
    return !individual && same_name(holder->name, subject.name) ? RegistrantFact::same : RegistrantFact::other;
  // An individual: names are in the vault, and read for this one comparison.
  MUSTER_TRY(const std::string registrant, secret(tx, vault_, holder->id, "name", actor));
  if (registrant.empty()) return RegistrantFact::unknown;
  if (individual) {
    MUSTER_TRY(const std::string name, secret(tx, vault_, subject.id, "name", actor));
    if (same_name(registrant, name)) return RegistrantFact::same;
  }
  for (const std::string& record : {site_id, subject.id}) {
    MUSTER_TRY(const std::string head, secret(tx, vault_, record, "responsible_name", actor));
    if (same_name(registrant, head)) return RegistrantFact::related;
  }
  return RegistrantFact::other;
}

}  // namespace muster::holders

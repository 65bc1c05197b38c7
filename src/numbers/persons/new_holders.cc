// New holders: what is personal is sealed before the transaction, and many are written by a few statements.
#include "holder_store.h"
#include "majority_store.h"
#include <base/random.h>
#include <persons/rules.h>

namespace muster::persons {
namespace {

using store::Value;

void insert_heads(store::Transaction& tx, const vault::IndexKeys& keys, std::span<const Ready* const> ready,
                  Instant now) {
  static constexpr std::string_view kColumns[] = {"id",           "category",    "identity_index",
                                                  "same_as",      "guardian_id", "created_at",
                                                  "destroyed_at", "version",     "index_generation"};
  const auto rows = tx.bulk("holder", kColumns);
  for (const Ready* r : ready) {
    const Value guardian = r->holder.guardian_id.empty() ? Value() : Value(r->holder.guardian_id);
    rows->row(std::vector<Value>{r->holder.id, std::string(to_text(r->holder.category)),
                                 identity_index(keys, r->holder.identity).value, Value(), guardian, now.micros, Value(),
                                 std::int64_t{1}, keys.generation()});
  }
  rows->finish();
}

// The first document has the holder's own id: there is one of them.
void insert_first_documents(store::Transaction& tx, const vault::IndexKeys& keys, std::span<const Ready* const> ready,
                            const std::string& added_by, Instant now) {
  static constexpr std::string_view kColumns[] = {"id",           "holder_id",    "ordinal",    "kind",
                                                  "country",      "number_index", "expires_on", "evidence",
                                                  "evidence_ref", "added_by",     "added_at",   "index_generation"};
  const auto rows = tx.bulk("holder_document", kColumns);
  for (const Ready* r : ready) {
    const Document& d = r->holder.document;
    rows->row(std::vector<Value>{r->holder.id, r->holder.id, std::int64_t{1}, d.kind, d.country,
                                 document_index(keys, d).value, d.expires_on, std::string(to_text(Evidence::capture)),
                                 std::string(), added_by, now.micros, keys.generation()});
  }
  rows->finish();
}

void insert_sealed(store::Transaction& tx, std::span<const Ready* const> ready) {
  const auto keys = tx.bulk("vault_key", vault::kKeyColumns);
  for (const Ready* r : ready) {
    const auto& k = r->sealed.key;
    keys->row(std::vector<Value>{k.record_id, k.kek_id, k.data_key_id, k.wrapped_key});
  }
  keys->finish();
  const auto fields = tx.bulk("vault_field", vault::kFieldColumns);
  for (const Ready* r : ready)
    for (const auto& f : r->sealed.fields) fields->row(std::vector<Value>{f.record_id, f.field, f.ciphertext});
  fields->finish();
}

}  // namespace

vault::Index document_index(const vault::IndexKeys& keys, const Document& document) {
  return keys.of("document:" + document.kind + ":" + document.country, document.number);
}
vault::Index identity_index(const vault::IndexKeys& keys, const Identity& identity) {
  return keys.of("identity", identity_key(identity));
}

vault::Fields fields_of(const NewHolder& holder) {
  return {{kNameField, holder.identity.name},
          {kBirthField, holder.identity.birth_date},
          {kAddressField, holder.identity.address},
          {document_field(1), holder.document.number}};
}

Result<Ready> make_ready(const vault::Vault& vault, NewHolder holder) {
  Ready out;
  MUSTER_TRY(out.sealed, vault.seal(holder.id, fields_of(holder)));
  out.holder = std::move(holder);
  return out;
}

Result<void> insert_all(store::Transaction& tx, const vault::Vault& vault, std::span<const Ready* const> ready,
                        const std::string& added_by, Instant now) {
  if (ready.empty()) return {};
  MUSTER_TRY(const vault::IndexKeys keys, vault.index_keys(tx));
  insert_heads(tx, keys, ready, now);
  insert_first_documents(tx, keys, ready, added_by, now);
  insert_minors(tx, keys, ready);
  // One by the vault's own way, which takes up keys that another process rotated meanwhile; so a batch that met such a
  // key succeeds one by one.
  if (ready.size() == 1) return vault.put(tx, ready.front()->holder.id, fields_of(ready.front()->holder));
  insert_sealed(tx, ready);
  return {};
}

}  // namespace muster::persons

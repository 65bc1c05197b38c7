// The key of a record: made, wrapped by a key of the ring, and found again.
#include "vault_inside.h"

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kFields{"vault_fields",
                      "select field, ciphertext from vault_field where record_id = :record_id order by field"};
constexpr Sql kField{"vault_field",
                     "select ciphertext from vault_field where record_id = :record_id and field = :field"};

}  // namespace

Result<DataKey> Vault::Inside::unwrap(const std::string& record_id, const Row& row) const {
  const std::string kek_id = row.text("kek_id");
  auto keys = ring();
  if (!keys->find(kek_id)) {
    MUSTER_TRY(keys, reload());
  }
  const Key* kek = keys->find(kek_id);
  const auto before = ring_before();
  if (!kek && before) kek = before->find(kek_id);
  if (!kek)
    return internal_error(
        "vault_key_missing",
        "The key ring lacks the key of this record. Put back the key ring that belongs to this database.");
  DataKey out{row.text("data_key_id"), {}};
  const auto bytes = decrypt(row.text("wrapped_key"), key_binding(record_id, out.id, kek_id), *kek);
  if (!bytes || bytes->size() != out.secret.key.size()) return tampered();
  std::copy(bytes->begin(), bytes->end(), out.secret.key.begin());
  return out;
}

DataKey Vault::Inside::new_data_key() const {
  DataKey out;
  std::array<std::uint8_t, 8> id;
  recorder.random().fill(id);
  out.id = to_hex({reinterpret_cast<const char*>(id.data()), id.size()});
  recorder.random().fill(out.secret.key);
  return out;
}

Result<std::optional<DataKey>> Vault::Inside::data_key(store::Transaction& tx, const std::string& record_id) const {
  const auto row = tx.one(sql::kKey, {{"record_id", record_id}});
  if (!row) {
    if (tx.one(sql::kGone, {{"record_id", record_id}})) return destroyed();
    return std::optional<DataKey>{};
  }
  MUSTER_TRY(DataKey key, unwrap(record_id, *row));
  return std::optional<DataKey>(std::move(key));
}

Result<DataKey> Vault::Inside::make_data_key(store::Transaction& tx, const std::string& record_id) const {
  auto keys = ring();
  if (tx.one(sql::kRetired, {{"kek_id", keys->active()}})) {
    MUSTER_TRY(keys, reload());
  }
  DataKey key = new_data_key();
  tx.run(sql::kInsertKey, {{"record_id", record_id},
                           {"kek_id", keys->active()},
                           {"data_key_id", key.id},
                           {"wrapped_key", wrap(record_id, key, keys->active(), *keys->find(keys->active()))}});
  return key;
}

Result<Fields> Vault::Inside::open_fields(store::Transaction& tx, const std::string& record_id,
                                          const std::vector<std::string>& wanted) const {
  MUSTER_TRY(const std::optional<DataKey> key, data_key(tx, record_id));
  if (!key) return Fields{};
  Fields sealed;
  if (wanted.empty()) {
    for (const Row& row : tx.query(kFields, {{"record_id", record_id}}))
      sealed[row.text("field")] = row.text("ciphertext");
  } else {
    for (const auto& field : wanted)
      if (const auto row = tx.one(kField, {{"record_id", record_id}, {"field", field}}))
        sealed[field] = row->text("ciphertext");
  }
  for (auto& [field, value] : sealed) {
    auto plaintext = decrypt(value, field_binding(record_id, field, key->id), key->secret.key);
    if (!plaintext) return tampered();
    value = std::move(*plaintext);
  }
  return sealed;
}

}  // namespace muster::vault

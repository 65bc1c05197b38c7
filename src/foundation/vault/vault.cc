#include "seal.h"
#include <base/bytes.h>
#include <base/text.h>
#include <vault/vault.h>

#include <mutex>

#include <fmt/format.h>

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr int kRotateBatch = 1000;
constexpr std::size_t kNameMax = 64;

constexpr Sql kKey{"vault_key", "select kek_id, data_key_id, wrapped_key from vault_key where record_id = :record_id"};
constexpr Sql kInsertKey{"vault_key_insert",
                         "insert into vault_key(record_id, kek_id, data_key_id, wrapped_key) "
                         "values(:record_id, :kek_id, :data_key_id, :wrapped_key)"};
constexpr Sql kPutField{"vault_field_put",
                        "insert into vault_field(record_id, field, ciphertext) values(:record_id, :field, :ciphertext) "
                        "on conflict(record_id, field) do update set ciphertext = excluded.ciphertext"};
constexpr Sql kFields{"vault_fields",
                      "select field, ciphertext from vault_field where record_id = :record_id order by field"};
constexpr Sql kField{"vault_field",
                     "select ciphertext from vault_field where record_id = :record_id and field = :field"};
constexpr Sql kFieldNames{"vault_field_names",
                          "select field from vault_field where record_id = :record_id order by field"};
constexpr Sql kDeleteFields{"vault_fields_delete", "delete from vault_field where record_id = :record_id"};
constexpr Sql kDeleteKey{"vault_key_delete", "delete from vault_key where record_id = :record_id"};
constexpr Sql kGone{"vault_destroyed", "select at from vault_destroyed where record_id = :record_id"};
constexpr Sql kInsertGone{"vault_destroyed_insert",
                          "insert into vault_destroyed(record_id, at, reason) values(:record_id, :at, :reason)"};
constexpr Sql kOldKeys{"vault_keys_old",
                       "select record_id, kek_id, data_key_id, wrapped_key from vault_key "
                       "where record_id > :after order by record_id limit :limit"};
constexpr Sql kRewrap{"vault_key_rewrap",
                      "update vault_key set kek_id = :kek_id, wrapped_key = :wrapped_key where record_id = :record_id"};
constexpr Sql kRetired{"vault_key_retired", "select at from vault_retired_key where kek_id = :kek_id"};
constexpr Sql kRetire{
    "vault_key_retire",
    "insert into vault_retired_key(kek_id, at) select :kek_id, :at "
    "where not exists (select 1 from vault_key where kek_id = :kek_id) on conflict(kek_id) do nothing"};

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kNameMax &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

Error destroyed() {
  return not_found("vault_destroyed",
                   "The protected fields of this record were destroyed; they can't be read or written again.");
}
Error tampered() {
  return internal_error("vault_tampered",
                        "A protected field does not fit its record: it was changed or moved outside of Muster. "
                        "Nothing was shown. Run muster ledger verify and put back a copy.");
}

// A record's data key, in clear.
struct DataKey {
  std::string id;
  SecretKey secret;
};

std::string read_body(const std::vector<std::string>& fields, const std::string& purpose) {
  std::string list;
  for (const auto& field : fields) list += (list.empty() ? "" : ",") + json_quote(field);
  return fmt::format(R"({{"fields":[{}],"purpose":{}}})", list, json_quote(purpose));
}

}  // namespace

struct Vault::Inside {
  Inside(KeyRing r, const ledger::Recorder& rec)
      : recorder(rec), current(std::make_shared<const KeyRing>(std::move(r))) {}

  std::shared_ptr<const KeyRing> ring() const {
    const std::lock_guard lock(mutex);
    return current;
  }
  // Another process may have rotated the keys since this one read them.
  Result<std::shared_ptr<const KeyRing>> reload() const {
    MUSTER_TRY(KeyRing fresh, KeyRing::open(ring()->path()));
    const std::lock_guard lock(mutex);
    current = std::make_shared<const KeyRing>(std::move(fresh));
    return current;
  }

  std::string wrap(const std::string& record_id, const DataKey& key, const std::string& kek_id, const Key& kek) const {
    return encrypt({reinterpret_cast<const char*>(key.secret.key.data()), key.secret.key.size()},
                   key_binding(record_id, key.id, kek_id), kek, recorder.random());
  }
  Result<DataKey> unwrap(const std::string& record_id, const Row& row) const {
    const std::string kek_id = row.text("kek_id");
    auto keys = ring();
    if (!keys->find(kek_id)) {
      MUSTER_TRY(keys, reload());
    }
    const Key* kek = keys->find(kek_id);
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
  DataKey new_data_key() const {
    DataKey out;
    std::array<std::uint8_t, 8> id;
    recorder.random().fill(id);
    out.id = to_hex({reinterpret_cast<const char*>(id.data()), id.size()});
    recorder.random().fill(out.secret.key);
    return out;
  }
  Result<std::optional<DataKey>> data_key(store::Transaction& tx, const std::string& record_id) const {
    const auto row = tx.one(kKey, {{"record_id", record_id}});
    if (!row) {
      if (tx.one(kGone, {{"record_id", record_id}})) return destroyed();
      return std::optional<DataKey>{};
    }
    MUSTER_TRY(DataKey key, unwrap(record_id, *row));
    return std::optional<DataKey>(std::move(key));
  }
  Result<DataKey> make_data_key(store::Transaction& tx, const std::string& record_id) const {
    auto keys = ring();
    if (tx.one(kRetired, {{"kek_id", keys->active()}})) {
      MUSTER_TRY(keys, reload());
    }
    DataKey key = new_data_key();
    tx.run(kInsertKey, {{"record_id", record_id},
                        {"kek_id", keys->active()},
                        {"data_key_id", key.id},
                        {"wrapped_key", wrap(record_id, key, keys->active(), *keys->find(keys->active()))}});
    return key;
  }

  const ledger::Recorder& recorder;
  mutable std::mutex mutex;
  mutable std::shared_ptr<const KeyRing> current;
};

Vault::Vault(KeyRing ring, const ledger::Recorder& recorder)
    : inside_(std::make_unique<Inside>(std::move(ring), recorder)) {}
Vault::~Vault() = default;

namespace {
Result<void> check_fields(const Fields& fields) {
  for (const auto& [field, plaintext] : fields) {
    if (!is_code(field))
      return invalid("vault_field_name", "A protected field's name has small letters, digits and underscores.");
    if (plaintext.size() > kValueMaxBytes)
      return invalid("vault_value_too_long", "A protected field holds at most 16 MiB.", field);
  }
  return {};
}
}  // namespace

Result<void> Vault::put(store::Transaction& tx, const std::string& record_id, const std::string& field,
                        std::string_view plaintext) const {
  return put(tx, record_id, Fields{{field, std::string(plaintext)}});
}

Result<void> Vault::put(store::Transaction& tx, const std::string& record_id, const Fields& fields) const {
  MUSTER_CHECK_OK(check_fields(fields));
  MUSTER_TRY(std::optional<DataKey> key, inside_->data_key(tx, record_id));
  if (!key) {
    MUSTER_TRY(key, inside_->make_data_key(tx, record_id));
  }
  for (const auto& [field, plaintext] : fields)
    tx.run(kPutField, {{"record_id", record_id},
                       {"field", field},
                       {"ciphertext", encrypt(plaintext, field_binding(record_id, field, key->id), key->secret.key,
                                              inside_->recorder.random())}});
  return {};
}

Result<Sealed> Vault::seal(const std::string& record_id, const Fields& fields) const {
  MUSTER_CHECK_OK(check_fields(fields));
  const DataKey key = inside_->new_data_key();
  const auto ring = inside_->ring();
  const std::string& kek = ring->active();
  Sealed out{{record_id, kek, key.id, inside_->wrap(record_id, key, kek, *ring->find(kek))}, {}};
  for (const auto& [field, plaintext] : fields)
    out.fields.push_back(
        {record_id, field,
         encrypt(plaintext, field_binding(record_id, field, key.id), key.secret.key, inside_->recorder.random())});
  return out;
}

Result<std::string> Vault::get(store::Transaction& tx, const std::string& record_id, const std::string& field,
                               const std::string& purpose, const std::string& actor) const {
  MUSTER_TRY(Fields fields, get(tx, record_id, std::vector<std::string>{field}, purpose, actor));
  if (!fields.contains(field)) return not_found("vault_no_field", "This record has no such protected field.");
  return std::move(fields[field]);
}

Result<Fields> Vault::get(store::Transaction& tx, const std::string& record_id, const std::vector<std::string>& wanted,
                          const std::string& purpose, const std::string& actor) const {
  if (!is_code(purpose))
    return invalid("vault_purpose", "A reading needs its purpose, in small letters and underscores.");
  MUSTER_TRY(const std::optional<DataKey> key, inside_->data_key(tx, record_id));
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
  std::vector<std::string> read;
  for (auto& [field, value] : sealed) {
    auto plaintext = decrypt(value, field_binding(record_id, field, key->id), key->secret.key);
    if (!plaintext) return tampered();
    value = std::move(*plaintext);
    read.push_back(field);
  }
  if (!read.empty()) inside_->recorder.record(tx, kRead, actor, kRecordKind, record_id, read_body(read, purpose));
  return sealed;
}

Result<int> Vault::compare(store::Transaction& tx, const std::string& record_id, const std::vector<std::string>& wanted,
                           const std::function<int(const Fields&)>& judge) const {
  MUSTER_TRY(const std::optional<DataKey> key, inside_->data_key(tx, record_id));
  Fields fields;
  for (const auto& field : key ? wanted : std::vector<std::string>()) {
    const auto row = tx.one(kField, {{"record_id", record_id}, {"field", field}});
    if (!row) continue;
    auto plaintext = decrypt(row->text("ciphertext"), field_binding(record_id, field, key->id), key->secret.key);
    if (!plaintext) return tampered();
    fields[field] = std::move(*plaintext);
  }
  return judge(fields);
}

std::vector<std::string> Vault::fields_of(store::Transaction& tx, const std::string& record_id) const {
  std::vector<std::string> out;
  for (const Row& row : tx.query(kFieldNames, {{"record_id", record_id}})) out.push_back(row.text("field"));
  return out;
}

Result<void> Vault::destroy(store::Transaction& tx, const std::string& record_id, const std::string& reason,
                            const std::string& actor) const {
  if (!is_code(reason))
    return invalid("vault_purpose", "Destroying needs its reason, in small letters and underscores.");
  if (tx.run(kDeleteKey, {{"record_id", record_id}}) == 0) return {};
  tx.run(kDeleteFields, {{"record_id", record_id}});
  tx.run(kInsertGone, {{"record_id", record_id}, {"at", inside_->recorder.clock().now()}, {"reason", reason}});
  inside_->recorder.record(tx, kDestroyed, actor, kRecordKind, record_id,
                           fmt::format(R"({{"reason":{}}})", json_quote(reason)));
  return {};
}

std::string Vault::blind_index(std::string_view purpose, std::string_view value) const {
  return blind(purpose, value, inside_->ring()->index_key());
}

namespace {

struct Rewrapped {
  std::string last;  // record id; "" at the end
  std::int64_t records = 0;
};

}  // namespace

Result<std::int64_t> Vault::rotate(store::Database& database, const std::string& actor) {
  KeyRing ring = *inside_->ring();
  MUSTER_TRY(const std::string active, ring.add(inside_->recorder.clock(), inside_->recorder.random()));
  MUSTER_CHECK_OK(inside_->reload());
  const Key& kek = *ring.find(active);
  std::int64_t records = 0;
  Rewrapped batch;
  do {
    MUSTER_TRY(batch, database.write([&](store::Transaction& tx) -> Result<Rewrapped> {
      Rewrapped out;
      for (const Row& row : tx.query(kOldKeys, {{"after", batch.last}, {"limit", kRotateBatch}})) {
        out.last = row.text("record_id");
        if (row.text("kek_id") == active) continue;
        MUSTER_TRY(const DataKey key, inside_->unwrap(out.last, row));
        tx.run(
            kRewrap,
            {{"record_id", out.last}, {"kek_id", active}, {"wrapped_key", inside_->wrap(out.last, key, active, kek)}});
        ++out.records;
      }
      return out;
    }));
    records += batch.records;
  } while (!batch.last.empty());

  // The schema refuses to wrap by a retired key; one that another process used meanwhile isn't retired yet.
  const auto retired = database.write([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    for (const auto& id : ring.ids())
      if (id != active && (tx.run(kRetire, {{"kek_id", id}, {"at", inside_->recorder.clock().now()}}) > 0 ||
                           tx.one(kRetired, {{"kek_id", id}})))
        out.push_back(id);
    inside_->recorder.record(tx, kRotated, actor, "vault", active,
                             fmt::format(R"({{"key":{},"records":{}}})", json_quote(active), records));
    return out;
  });
  MUSTER_CHECK_OK(retired);
  for (const auto& id : *retired) MUSTER_CHECK_OK(ring.remove(id));
  MUSTER_CHECK_OK(inside_->reload());
  return records;
}

}  // namespace muster::vault

#include "vault_inside.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr std::size_t kNameMax = 64;

constexpr Sql kPutField{"vault_field_put",
                        "insert into vault_field(record_id, field, ciphertext) values(:record_id, :field, :ciphertext) "
                        "on conflict(record_id, field) do update set ciphertext = excluded.ciphertext"};
constexpr Sql kFieldNames{"vault_field_names",
                          "select field from vault_field where record_id = :record_id order by field"};
constexpr Sql kDeleteFields{"vault_fields_delete", "delete from vault_field where record_id = :record_id"};
constexpr Sql kDeleteKey{"vault_key_delete", "delete from vault_key where record_id = :record_id"};
constexpr Sql kInsertGone{"vault_destroyed_insert",
                          "insert into vault_destroyed(record_id, at, reason) values(:record_id, :at, :reason)"};

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kNameMax &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

std::string read_body(const std::vector<std::string>& fields, const std::string& purpose) {
  std::string list;
  for (const auto& field : fields) list += (list.empty() ? "" : ",") + json_quote(field);
  return fmt::format(R"({{"fields":[{}],"purpose":{}}})", list, json_quote(purpose));
}

}  // namespace

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
  MUSTER_TRY(Fields fields, inside_->open_fields(tx, record_id, wanted));
  std::vector<std::string> read;
  for (const auto& [field, value] : fields) read.push_back(field);
  if (!read.empty()) inside_->recorder.record(tx, kRead, actor, kRecordKind, record_id, read_body(read, purpose));
  return fields;
}

Result<int> Vault::compare(store::Transaction& tx, const std::string& record_id, const std::vector<std::string>& wanted,
                           const std::function<int(const Fields&)>& judge) const {
  MUSTER_TRY(const Fields fields, inside_->open_fields(tx, record_id, wanted));
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
  const auto ring = inside_->ring();
  if (const Key* kept = ring->purpose_key(purpose)) return blind(value, *kept);
  return blind(purpose, value, *ring->index_key(ring->index_generation()));
}

}  // namespace muster::vault

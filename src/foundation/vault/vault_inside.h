// What the vault holds while it works: the key ring as it was last read, and how a record's key is wrapped. Inside of
// the room.
#pragma once

#include "seal.h"
#include <base/bytes.h>
#include <vault/vault.h>

#include <mutex>

namespace muster::vault {

inline Error destroyed() {
  return not_found("vault_destroyed",
                   "The protected fields of this record were destroyed; they can't be read or written again.");
}
inline Error tampered() {
  return internal_error("vault_tampered",
                        "A protected field does not fit its record: it was changed or moved outside of Muster. "
                        "Nothing was shown. Run muster ledger verify and put back a copy.");
}

namespace sql {
inline constexpr store::Sql kKey{"vault_key",
                                 "select kek_id, data_key_id, wrapped_key from vault_key where record_id = :record_id"};
inline constexpr store::Sql kInsertKey{"vault_key_insert",
                                       "insert into vault_key(record_id, kek_id, data_key_id, wrapped_key) "
                                       "values(:record_id, :kek_id, :data_key_id, :wrapped_key)"};
inline constexpr store::Sql kGone{"vault_destroyed", "select at from vault_destroyed where record_id = :record_id"};
inline constexpr store::Sql kRetired{"vault_key_retired", "select at from vault_retired_key where kek_id = :kek_id"};
}  // namespace sql

// A record's data key, in clear.
struct DataKey {
  std::string id;
  SecretKey secret;
};

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
    if (fresh.ids() != current->ids() || fresh.index_generations() != current->index_generations()) former = current;
    current = std::make_shared<const KeyRing>(std::move(fresh));
    return current;
  }
  // A transaction that began before the keys turned still sees records as the former ring wrapped them.
  std::shared_ptr<const KeyRing> ring_before() const {
    const std::lock_guard lock(mutex);
    return former;
  }

  std::string wrap(const std::string& record_id, const DataKey& key, const std::string& kek_id, const Key& kek) const {
    return encrypt({reinterpret_cast<const char*>(key.secret.key.data()), key.secret.key.size()},
                   key_binding(record_id, key.id, kek_id), kek, recorder.random());
  }
  Result<DataKey> unwrap(const std::string& record_id, const store::Row& row) const;
  DataKey new_data_key() const;
  // Nothing: the record has none yet. Errors: vault_destroyed, and unwrap's.
  Result<std::optional<DataKey>> data_key(store::Transaction& tx, const std::string& record_id) const;
  Result<DataKey> make_data_key(store::Transaction& tx, const std::string& record_id) const;
  // Fields in clear; empty `wanted`: all there are. No event.
  Result<Fields> open_fields(store::Transaction& tx, const std::string& record_id,
                             const std::vector<std::string>& wanted) const;

  const ledger::Recorder& recorder;
  mutable std::mutex mutex;
  mutable std::shared_ptr<const KeyRing> current, former;
};

}  // namespace muster::vault

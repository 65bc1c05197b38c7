// Personal data, encrypted field by field. Each record has a random data key of its own; the key is wrapped by a key of
// the key ring. XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) both times; the associated data binds a field's
// ciphertext to record, field and data key, and a wrapped key to record and key-encryption key, so that nothing can be
// swapped. Destroying a record deletes its wrapped key. Each reading is an event in the ledger, in the same
// transaction. Values are UTF-8 or bytes, at most kValueMaxBytes. Vault is thread-safe.
#pragma once

#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>
#include <vault/key_ring.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::vault {

inline constexpr std::size_t kValueMaxBytes = 16u << 20;
inline constexpr const char* kRecordKind =
    "vault_record";  // of the events below; their record_id is the vault record's id

// Body: {"fields":[…],"purpose":"…"}
inline constexpr events::Kind kRead{"vault.read", 1, "Protected fields of one record were read for a stated purpose."};
// Body: {"reason":"…"}
inline constexpr events::Kind kDestroyed{
    "vault.destroyed", 1, "The key of a record was destroyed; its protected fields can never be read again."};
// Body: {"key":"…","records":n}
inline constexpr events::Kind kRotated{"vault.rotated", 1, "The keys of records were wrapped anew by a new key."};
inline constexpr events::Kind kRotationStarted{"vault.rotation_started", 1,
                                               "Somebody asked for the keys of records to be wrapped anew."};

// Body: {"generation":n}
inline constexpr events::Kind kIndexTurning{"vault.index_turning", 1,
                                            "Blind indexes began to turn to the index key of a new generation."};
// Body: {"generation":n,"records":n}
inline constexpr events::Kind kIndexTurned{
    "vault.index_turned", 1, "All blind indexes are of the new generation; the former one and its key were destroyed."};
inline constexpr events::Kind kIndexAsked{"vault.index_rotation_asked", 1,
                                          "Somebody asked for a new key of the blind indexes."};

using Fields = std::map<std::string, std::string>;  // field name (snake_case) → plaintext

// Rows for bulk loading: columns of vault_key and of vault_field in this order.
struct Sealed {
  struct KeyRow {
    std::string record_id, kek_id, data_key_id, wrapped_key;
  };
  struct FieldRow {
    std::string record_id, field, ciphertext;
  };
  KeyRow key;
  std::vector<FieldRow> fields;
};
inline constexpr std::string_view kKeyColumns[] = {"record_id", "kek_id", "data_key_id", "wrapped_key"};
inline constexpr std::string_view kFieldColumns[] = {"record_id", "field", "ciphertext"};

inline constexpr int kRotationBatch = 500;  // records in one transaction of a rotation

struct KeyUse {
  std::string id;
  Instant made_at;
  bool active = false;       // wraps new records
  bool retired = false;      // nothing may be wrapped by it again
  std::int64_t records = 0;  // that it wraps; counted up to a million
  bool more = false;         // than that
};
struct Rewrapped {
  std::string last;  // the last record that was looked at; "" at the end
  std::int64_t records = 0;
};

// A blind index that turns with the index key: of the newest generation, by which it is written, and, while a rotation
// is under way (index_rotation.h), of the former one, under which it may stand still. Look-ups ask for both.
struct Index {
  std::string value, former;  // former: "" unless a rotation is under way
  std::int64_t generation = 1;
  bool empty() const { return value.empty(); }
  // Whether a stored value is this one.
  bool is(std::string_view stored) const { return stored == value || (!former.empty() && stored == former); }
  // For "in (:value, :former)", which takes two.
  const std::string& other() const { return former.empty() ? value : former; }
  bool operator==(const Index&) const = default;
};

// Whether a rotation of the index key is under way, so that equal values may stand under two indexes.
bool index_turns(store::Transaction& tx);

// What indexes are made with, as of one transaction; not to be kept beyond it.
class IndexKeys {
 public:
  // As Vault::blind_index.
  Index of(std::string_view purpose, std::string_view value) const;
  std::int64_t generation() const { return generation_; }  // of what is written

 private:
  friend class Vault;
  std::shared_ptr<const KeyRing> ring_;
  std::int64_t generation_ = 1;
  std::int64_t former_ = 0;  // 0: no rotation is under way
};

class Vault {
 public:
  Vault(KeyRing ring, const ledger::Recorder& recorder);
  ~Vault();

  // Writes fields of a record (new ones, or over the old ones). record_id is the owning record's id (a person's, a
  // filing subject's …). Errors: vault_destroyed, vault_value_too_long, vault_field_name, and those of get.
  Result<void> put(store::Transaction& tx, const std::string& record_id, const std::string& field,
                   std::string_view plaintext) const;
  Result<void> put(store::Transaction& tx, const std::string& record_id, const Fields& fields) const;
  // Encrypts a record that is new, without touching the database: for bulk loading into vault_key and vault_field.
  Result<Sealed> seal(const std::string& record_id, const Fields& fields) const;

  // Decrypts, and records the reading (kRead) through the same transaction, which must be a writing one. `purpose` is a
  // snake_case code ("deliver_notice", "examine_filing"), `actor` as in events. One record at a time, by design.
  // Errors: vault_no_field, vault_destroyed, vault_purpose, vault_tampered (ciphertext, wrapped key or their places
  // were changed), vault_key_missing (the key ring lacks the key).
  Result<std::string> get(store::Transaction& tx, const std::string& record_id, const std::string& field,
                          const std::string& purpose, const std::string& actor) const;
  // Several fields, one event; a field that was never written is absent from the answer. Empty `fields`: all there are.
  Result<Fields> get(store::Transaction& tx, const std::string& record_id, const std::vector<std::string>& fields,
                     const std::string& purpose, const std::string& actor) const;
  // Names of the fields held, without reading them (no event).
  std::vector<std::string> fields_of(store::Transaction& tx, const std::string& record_id) const;

  // Crypto-shredding. `reason` is a snake_case code. Destroying what isn't there, or twice, is no error.
  Result<void> destroy(store::Transaction& tx, const std::string& record_id, const std::string& reason,
                       const std::string& actor) const;

  // Keyed BLAKE2b-256 in hex of a value that the caller has normalised: equal values give equal indexes within one
  // purpose ("id_number", "email"), and nothing without the key ring. For machine comparison and look-up. The same for
  // good: a rotation of the index key keeps the keys of such purposes (IndexedTable), and of nothing else.
  std::string blind_index(std::string_view purpose, std::string_view value) const;

  // For indexes that turn with the index key. Which generations are in use is read through `tx`, so that it fits the
  // rows which that transaction sees: on both databases it is then serialized with a rotation's beginning and end.
  // Errors: vault_index_key_missing (the key ring is not the one of this database), keyring_*.
  Result<IndexKeys> index_keys(store::Transaction& tx) const;

  // Machine comparison: `judge` sees the fields of one record in clear (those that are there) and gives a number that
  // tells of likeness; nothing else may leave it. No event: the caller records one for its whole job, with the count.
  // Errors: vault_destroyed, vault_tampered, vault_key_missing.
  Result<int> compare(store::Transaction& tx, const std::string& record_id, const std::vector<std::string>& fields,
                      const std::function<int(const Fields&)>& judge) const;

  // Which keys the ring holds and how many records each wraps. Reads the ring anew. Errors: keyring_*.
  Result<std::vector<KeyUse>> key_uses(store::Database& database) const;
  // Steps of a rotation of the index key (index_rotation.h), each of which can be done again.
  struct IndexState {
    std::int64_t generation = 1;
    std::optional<std::int64_t> coming;
  };
  Result<IndexState> index_state(store::Database& database) const;
  // The generation that is coming; purposes of `kept` have their keys for good. Records kIndexTurning where it is new.
  Result<std::int64_t> begin_index(store::Database& database, const std::vector<std::string>& kept,
                                   const std::string& actor) const;
  // No value of a former generation is left: its key leaves the ring. Records kIndexTurned with the count.
  Result<void> end_index(store::Database& database, std::int64_t generation, std::int64_t records,
                         const std::string& actor) const;

  // The whole rotation on this thread; see rotation.h, which does it as a job. Returns how many records it wrapped
  // anew. Errors: keyring_*, vault_rotation_busy, vault_tampered, vault_key_missing.
  Result<std::int64_t> rotate(store::Database& database, const std::string& actor) const;

  // Steps of a rotation, each of which can be done again. A new active key, or the one of a rotation that did not end.
  Result<std::string> begin_rotation() const;
  // The next `limit` records after `after`, in the order of their ids, wrapped by `key_id`.
  Result<Rewrapped> rewrap(store::Database& database, const std::string& key_id, const std::string& after,
                           int limit) const;
  // All other keys leave the ring, as soon as nothing is wrapped by them.
  Result<void> end_rotation(store::Database& database, const std::string& key_id, const std::string& actor,
                            std::int64_t records) const;

 private:
  Result<bool> retire_others(store::Database& database, const std::string& key_id, const std::string& actor,
                             std::int64_t records) const;
  Result<std::int64_t> rewrap_late(store::Database& database, const std::string& key_id, int limit) const;
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::vault

// Rotation of the key ring while others read and write. What was done is in the data: a record says which key wraps it.
#include "vault_inside.h"
#include <base/text.h>
#include <vault/index_rotation.h>
#include <vault/rotation.h>

#include <charconv>
#include <thread>

#include <fmt/format.h>

namespace muster::vault {
namespace {

using store::Row;
using store::Sql;

constexpr int kRoundsMax = 100;  // of what other processes wrapped by an old key meanwhile
constexpr std::int64_t kCountMax = 1'000'000;
constexpr const char* kActor = "system:vault";

constexpr Sql kOldKeys{"vault_keys_old",
                       "select record_id, kek_id, data_key_id, wrapped_key from vault_key "
                       "where record_id > :after order by record_id limit :limit"};
constexpr Sql kWrappedBy{"vault_keys_wrapped_by",
                         "select record_id, kek_id, data_key_id, wrapped_key from vault_key where kek_id = :kek_id "
                         "limit :limit"};
constexpr Sql kRewrap{"vault_key_rewrap",
                      "update vault_key set kek_id = :kek_id, wrapped_key = :wrapped_key where record_id = :record_id "
                      "and kek_id = :old"};
constexpr Sql kRetire{
    "vault_key_retire",
    "insert into vault_retired_key(kek_id, at) select :kek_id, :at "
    "where not exists (select 1 from vault_key where kek_id = :kek_id) on conflict(kek_id) do nothing"};
constexpr Sql kCountOf{"vault_keys_of",
                       "select count(*) as n from (select 1 from vault_key where kek_id = :kek_id limit :limit) k"};
constexpr Sql kCountAll{"vault_keys_all", "select count(*) as n from vault_key"};

// "<key>:<records>:<last record>" as a job keeps it.
struct Cursor {
  std::string key;
  std::int64_t records = 0;
  std::string last;
};
Cursor cursor_of(std::string_view text) {
  const auto parts = split(text, ':');
  Cursor out;
  if (parts.size() < 3) return out;
  std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), out.records);
  out.key = parts[0];
  out.last = text.substr(parts[0].size() + parts[1].size() + 2);  // a record's id may hold a colon
  return out;
}

}  // namespace

Result<std::vector<KeyUse>> Vault::key_uses(store::Database& database) const {
  MUSTER_TRY(const auto ring, inside_->reload());
  return database.read([&](store::Transaction& tx) -> Result<std::vector<KeyUse>> {
    std::vector<KeyUse> out;
    for (const auto& id : ring->ids()) {
      KeyUse use;
      use.id = id;
      use.made_at = *ring->made_at(id);
      use.active = id == ring->active();
      use.retired = tx.one(sql::kRetired, {{"kek_id", id}}).has_value();
      use.records = tx.one(kCountOf, {{"kek_id", id}, {"limit", kCountMax + 1}})->integer("n");
      use.more = use.records > kCountMax;
      if (use.more) use.records = kCountMax;
      out.push_back(std::move(use));
    }
    return out;
  });
}

Result<std::string> Vault::begin_rotation() const {
  MUSTER_TRY(const auto now, inside_->reload());
  // An earlier rotation that did not come to its end is continued.
  if (now->size() > 1) return now->active();
  KeyRing ring = *now;
  MUSTER_TRY(const std::string active, ring.add(inside_->recorder.clock(), inside_->recorder.random()));
  MUSTER_CHECK_OK(inside_->reload());
  return active;
}

Result<Rewrapped> Vault::rewrap(store::Database& database, const std::string& key_id, const std::string& after,
                                int limit) const {
  const auto ring = inside_->ring();
  const Key* kek = ring->find(key_id);
  if (!kek) return internal_error("vault_key_missing", "The key ring lacks the new key.");
  return database.write([&](store::Transaction& tx) -> Result<Rewrapped> {
    Rewrapped out;
    for (const Row& row : tx.query(kOldKeys, {{"after", after}, {"limit", limit}})) {
      out.last = row.text("record_id");
      if (row.text("kek_id") == key_id) continue;
      MUSTER_TRY(const DataKey key, inside_->unwrap(out.last, row));
      out.records += tx.run(kRewrap, {{"record_id", out.last},
                                      {"kek_id", key_id},
                                      {"old", row.text("kek_id")},
                                      {"wrapped_key", inside_->wrap(out.last, key, key_id, *kek)}});
    }
    return out;
  });
}

// The schema refuses to wrap by a retired key; one that another process used meanwhile isn't retired yet.
Result<bool> Vault::retire_others(store::Database& database, const std::string& key_id, const std::string& actor,
                                  std::int64_t records) const {
  KeyRing ring = *inside_->ring();
  MUSTER_TRY(const auto retired, database.write([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    bool news = false;
    for (const auto& id : ring.ids()) {
      if (id == key_id) continue;
      const bool now = tx.run(kRetire, {{"kek_id", id}, {"at", inside_->recorder.clock().now()}}) > 0;
      news = news || now;
      if (now || tx.one(sql::kRetired, {{"kek_id", id}})) out.push_back(id);
    }
    if (news)
      inside_->recorder.record(tx, kRotated, actor, "vault", key_id,
                               fmt::format(R"({{"key":{},"records":{}}})", json_quote(key_id), records));
    return out;
  }));
  for (const auto& id : retired)
    if (const auto removed = ring.remove(id); !removed.ok() && removed.error().code != "keyring_unknown")
      return removed.error();
  MUSTER_TRY(const auto left, inside_->reload());
  return left->size() == 1;
}

// What other processes wrapped by an old key while this one went through the records.
Result<std::int64_t> Vault::rewrap_late(store::Database& database, const std::string& key_id, int limit) const {
  const auto ring = inside_->ring();
  const Key& kek = *ring->find(key_id);
  std::int64_t records = 0;
  for (const auto& id : ring->ids()) {
    if (id == key_id) continue;
    MUSTER_TRY(const std::int64_t some, database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      std::int64_t n = 0;
      for (const Row& row : tx.query(kWrappedBy, {{"kek_id", id}, {"limit", limit}})) {
        const std::string record = row.text("record_id");
        MUSTER_TRY(const DataKey key, inside_->unwrap(record, row));
        n += tx.run(kRewrap, {{"record_id", record},
                              {"kek_id", key_id},
                              {"old", id},
                              {"wrapped_key", inside_->wrap(record, key, key_id, kek)}});
      }
      return n;
    }));
    records += some;
  }
  return records;
}

Result<std::int64_t> Vault::rotate(store::Database& database, const std::string& actor) const {
  MUSTER_TRY(const std::string key, begin_rotation());
  std::int64_t records = 0;
  Rewrapped batch;
  do {
    MUSTER_TRY(batch, rewrap(database, key, batch.last, kRotationBatch));
    records += batch.records;
  } while (!batch.last.empty());
  MUSTER_CHECK_OK(end_rotation(database, key, actor, records));
  return records;
}

Result<void> Vault::end_rotation(store::Database& database, const std::string& key_id, const std::string& actor,
                                 std::int64_t records) const {
  for (int round = 0; round < kRoundsMax; ++round) {
    MUSTER_TRY(const bool alone, retire_others(database, key_id, actor, records));
    if (alone) return {};
    MUSTER_TRY(const std::int64_t late, rewrap_late(database, key_id, kRotationBatch));
    records += late;
  }
  return unavailable("vault_rotation_busy",
                     "Other processes wrap records by an old key faster than they are wrapped anew; the old key stays. "
                     "Run the rotation again.");
}

jobs::Function rotation_job(const Vault& vault, store::Database& database, RotationPace pace) {
  return [&vault, &database, pace](jobs::JobContext& job) -> Result<std::string> {
    MUSTER_TRY(const std::string key, vault.begin_rotation());
    Cursor at = cursor_of(job.resume_from());
    if (at.key != key) at = {key, 0, {}};
    MUSTER_TRY(const std::int64_t total, database.read([](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kCountAll)->integer("n");
    }));
    for (;;) {
      if (job.cancelled()) return jobs::JobContext::interrupted();
      MUSTER_TRY(const Rewrapped batch, vault.rewrap(database, key, at.last, pace.batch));
      if (batch.last.empty()) break;
      at.records += batch.records;
      at.last = batch.last;
      job.progress(at.records, std::max(total, at.records), "wrapping the keys of records anew");
      MUSTER_CHECK_OK(job.checkpoint(fmt::format("{}:{}:{}", key, at.records, at.last)));
      std::this_thread::sleep_for(pace.pause);  // others write meanwhile
    }
    MUSTER_CHECK_OK(vault.end_rotation(database, key, kActor, at.records));
    job.progress(at.records, std::max(total, at.records), "the old keys left the ring");
    return fmt::format(R"({{"key":{},"records":{}}})", json_quote(key), at.records);
  };
}

Result<std::string> start_rotation(store::Database& database, jobs::Service& jobs, const ledger::Recorder& recorder,
                                   const std::string& actor) {
  return database.write([&](store::Transaction& tx) -> Result<std::string> {
    static constexpr Sql kUnfinished{"vault_rotation_unfinished",
                                     "select id from job where kind = :kind and state in ('queued', 'running') "
                                     "order by id limit 1"};
    if (tx.one(kUnfinished, {{"kind", kIndexRotationJob}}))
      return conflict("index_rotation_runs", "The index key turns; start this when that has come to its end.");
    if (const auto row = tx.one(kUnfinished, {{"kind", kRotationJob}})) return row->text("id");
    MUSTER_TRY(const std::string id, jobs.enqueue(tx, actor, kRotationJob));
    recorder.record(tx, kRotationStarted, actor, "vault", id);
    return id;
  });
}

}  // namespace muster::vault

// Generations of the index key: which are in use is in the database, the keys are in the ring.
#include "vault_inside.h"

#include <fmt/format.h>

namespace muster::vault {
namespace {

using store::Sql;

constexpr Sql kIndexState{"vault_index_state", "select generation, coming from vault_index where name = 'index'"};
constexpr Sql kIndexBegin{
    "vault_index_begin",
    "update vault_index set coming = :coming, changed_at = :at where name = 'index' and coming is "
    "null and generation = :coming - 1"};
constexpr Sql kIndexEnd{
    "vault_index_end",
    "update vault_index set generation = :coming, coming = null, changed_at = :at where name = 'index' "
    "and coming = :coming"};

constexpr const char* kIndexRecord = "vault";

struct StoredIndex {
  std::int64_t generation = 1;
  std::optional<std::int64_t> coming;
};
StoredIndex index_state_in(store::Transaction& tx) {
  const auto row = tx.one(kIndexState);
  return {row->integer("generation"), row->maybe_integer("coming")};
}

Error index_key_missing() {
  return internal_error("vault_index_key_missing",
                        "The key ring lacks the index key of this database. Put back the key ring that belongs to it.");
}

}  // namespace

bool index_turns(store::Transaction& tx) {
  return index_state_in(tx).coming.has_value();
}

Index IndexKeys::of(std::string_view purpose, std::string_view value) const {
  Index out;
  out.value = blind(purpose, value, *ring_->index_key(generation_));
  if (former_ != 0) out.former = blind(purpose, value, *ring_->index_key(former_));
  out.generation = generation_;
  return out;
}

Result<IndexKeys> Vault::index_keys(store::Transaction& tx) const {
  const StoredIndex state = index_state_in(tx);
  IndexKeys out;
  out.generation_ = state.coming.value_or(state.generation);
  out.former_ = state.coming ? state.generation : 0;
  const auto has_all = [&](const KeyRing& ring) {
    return ring.index_key(out.generation_) && (out.former_ == 0 || ring.index_key(out.former_));
  };
  out.ring_ = inside_->ring();
  if (has_all(*out.ring_)) return out;
  MUSTER_TRY(out.ring_, inside_->reload());
  if (has_all(*out.ring_)) return out;
  // A transaction that began before a rotation came to its end sees its rows as they stood then.
  if (const auto before = inside_->ring_before(); before && has_all(*before)) {
    out.ring_ = before;
    return out;
  }
  return index_key_missing();
}

Result<Vault::IndexState> Vault::index_state(store::Database& database) const {
  return database.read([](store::Transaction& tx) -> Result<IndexState> {
    const StoredIndex state = index_state_in(tx);
    return IndexState{state.generation, state.coming};
  });
}

Result<std::int64_t> Vault::begin_index(store::Database& database, const std::vector<std::string>& kept,
                                        const std::string& actor) const {
  MUSTER_TRY(const IndexState state, index_state(database));
  if (state.coming) return *state.coming;
  // First the key, then the word that it is in use: killed between the two, the next one finds the key.
  const std::int64_t coming = state.generation + 1;
  MUSTER_TRY(const auto now, inside_->reload());
  if (!now->index_key(state.generation)) return index_key_missing();
  KeyRing ring = *now;
  MUSTER_CHECK_OK(ring.add_index(coming, kept, inside_->recorder.random()));
  MUSTER_CHECK_OK(inside_->reload());
  return database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
    if (tx.run(kIndexBegin, {{"coming", coming}, {"at", inside_->recorder.clock().now()}}) == 1)
      inside_->recorder.record(tx, kIndexTurning, actor, kIndexRecord, std::to_string(coming),
                               fmt::format(R"({{"generation":{}}})", coming));
    return coming;
  });
}

Result<void> Vault::end_index(store::Database& database, std::int64_t generation, std::int64_t records,
                              const std::string& actor) const {
  MUSTER_CHECK_OK(database.write([&](store::Transaction& tx) -> Result<void> {
    if (tx.run(kIndexEnd, {{"coming", generation}, {"at", inside_->recorder.clock().now()}}) == 1)
      inside_->recorder.record(tx, kIndexTurned, actor, kIndexRecord, std::to_string(generation),
                               fmt::format(R"({{"generation":{},"records":{}}})", generation, records));
    return {};
  }));
  KeyRing ring = *inside_->ring();
  MUSTER_CHECK_OK(ring.keep_index(generation));
  MUSTER_TRY([[maybe_unused]] const auto left, inside_->reload());
  return {};
}

}  // namespace muster::vault

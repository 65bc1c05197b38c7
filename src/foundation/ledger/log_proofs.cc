// What the log answers: checkpoints, entries, proofs.
#include "log_inside.h"
#include "log_store.h"
#include <ledger/log.h>

#include <limits>

namespace muster::ledger {
namespace {

Error no_entry() {
  return not_found("ledger_no_entry", "The ledger has no such entry.");
}

// For reads that can't fail but for the database; those that others call within their own transaction take a tx.
template <class T, class F>
Result<T> reading(store::Database& database, F&& body) {
  return database.read([&](store::Transaction& tx) -> Result<T> { return body(tx); });
}

Result<InclusionProof> prove(store::Transaction& tx, std::int64_t index, std::optional<std::int64_t> size) {
  const auto entry = tables::entry(tx, index);
  if (!entry) return no_entry();
  const auto checkpoint = size ? tables::checkpoint_at(tx, *size) : tables::latest_checkpoint(tx);
  if (!checkpoint) return not_found("ledger_no_checkpoint", "The ledger has no checkpoint of this size.");
  InclusionProof out{entry->event.id,
                     index,
                     checkpoint->size,
                     entry->leaf_data,
                     entry->leaf_hash,
                     {},
                     tables::with_cosignatures(tx, *checkpoint)};
  MUSTER_TRY(out.proof, merkle::inclusion_proof(index, out.size, tables::nodes(tx)));
  return out;
}

}  // namespace

std::optional<std::int64_t> Log::index_of(store::Transaction& tx, const std::string& event_id) {
  return tables::index_of(tx, event_id);
}

std::optional<Checkpoint> Log::latest_checkpoint(store::Transaction& tx) const {
  auto last = tables::latest_checkpoint(tx);
  if (last) last = tables::with_cosignatures(tx, *last);
  return last;
}

Result<Checkpoint> Log::latest_checkpoint() const {
  return reading<Checkpoint>(inside_->database, [&](store::Transaction& tx) -> Result<Checkpoint> {
    const auto last = latest_checkpoint(tx);
    if (!last)
      return not_found("ledger_empty", "The ledger has no checkpoint yet: nothing has happened in this instance.");
    return *last;
  });
}

Result<std::optional<Checkpoint>> Log::checkpoint_at(std::int64_t size) const {
  return reading<std::optional<Checkpoint>>(inside_->database,
                                            [&](store::Transaction& tx) -> Result<std::optional<Checkpoint>> {
                                              auto checkpoint = tables::checkpoint_at(tx, size);
                                              if (checkpoint) checkpoint = tables::with_cosignatures(tx, *checkpoint);
                                              return checkpoint;
                                            });
}

std::optional<Checkpoint> Log::latest_witnessed_checkpoint(store::Transaction& tx) const {
  auto checkpoint = tables::latest_witnessed(tx);
  if (checkpoint) checkpoint = tables::with_cosignatures(tx, *checkpoint);
  return checkpoint;
}

std::optional<Checkpoint> Log::latest_witnessed_checkpoint() const {
  const auto found = reading<std::optional<Checkpoint>>(
      inside_->database,
      [&](store::Transaction& tx) -> Result<std::optional<Checkpoint>> { return latest_witnessed_checkpoint(tx); });
  return found.ok() ? *found : std::nullopt;
}

bool Log::is_witnessed(store::Transaction& tx, std::int64_t size) const {
  const auto checkpoint = tables::latest_witnessed(tx);
  return checkpoint && checkpoint->size >= size;
}

bool Log::is_witnessed(store::Transaction& tx, const std::string& event_id) const {
  const auto index = tables::index_of(tx, event_id);
  return index && is_witnessed(tx, *index + 1);
}

Result<std::vector<Entry>> Log::entries(std::int64_t after, int limit) const {
  return reading<std::vector<Entry>>(inside_->database,
                                     [&](store::Transaction& tx) { return tables::entries_after(tx, after, limit); });
}

Result<std::vector<Entry>> Log::entries_before(std::optional<std::int64_t> before, int limit,
                                               const std::string& record_kind, const std::string& record_id) const {
  const std::int64_t end = before.value_or(std::numeric_limits<std::int64_t>::max());
  return reading<std::vector<Entry>>(inside_->database, [&](store::Transaction& tx) {
    if (record_kind.empty()) return tables::entries_before(tx, end, limit);
    return tables::entries_of_record(tx, end, limit, record_kind, record_id);
  });
}

Result<Entry> Log::entry(std::int64_t index) const {
  return reading<Entry>(inside_->database, [&](store::Transaction& tx) -> Result<Entry> {
    auto entry = tables::entry(tx, index);
    if (!entry) return no_entry();
    return std::move(*entry);
  });
}

Result<InclusionProof> Log::inclusion_proof(const std::string& event_id, std::optional<std::int64_t> size) const {
  return reading<InclusionProof>(inside_->database, [&](store::Transaction& tx) -> Result<InclusionProof> {
    const auto index = tables::index_of(tx, event_id);
    if (index) return prove(tx, *index, size);
    if (!tables::has_leaf(tx, event_id)) return no_entry();
    return conflict("ledger_pending", "This entry has no index yet; try again in a second.");
  });
}

Result<InclusionProof> Log::inclusion_proof(std::int64_t index, std::optional<std::int64_t> size) const {
  return reading<InclusionProof>(inside_->database, [&](store::Transaction& tx) { return prove(tx, index, size); });
}

Result<merkle::Proof> Log::consistency_proof(std::int64_t from, std::int64_t to) const {
  return reading<merkle::Proof>(inside_->database, [&](store::Transaction& tx) -> Result<merkle::Proof> {
    if (to > tables::size(tx)) return invalid("ledger_range", "The ledger has fewer entries than that.", "to");
    return merkle::consistency_proof(from, to, tables::nodes(tx));
  });
}

Result<Hash> Log::root_at(std::int64_t size) const {
  return reading<Hash>(inside_->database, [&](store::Transaction& tx) -> Result<Hash> {
    if (size > tables::size(tx)) return invalid("ledger_range", "The ledger has fewer entries than that.", "size");
    return merkle::root_of(size, tables::nodes(tx));
  });
}

}  // namespace muster::ledger

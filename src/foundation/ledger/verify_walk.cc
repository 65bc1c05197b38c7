// The tree: every stored node against its children, every checkpoint against the tree.
#include "verify_inside.h"
#include <ledger/leaf.h>

#include <fmt/format.h>

namespace muster::ledger::checking {
namespace {

using merkle::NodeId;
using store::Sql;

constexpr Sql kCount{"verify_count", "select count(*) as n from ledger_sequence"};
constexpr Sql kWalkedNodes{
    "verify_nodes",
    "select idx, hash from ledger_node where level = :level and idx >= :from and idx < :to order by idx"};
constexpr int kLevelMax = 62;

Hash hash_of(const std::string& hex) {
  const auto hash = hash_from_hex(hex);
  return hash.ok() ? *hash : Hash{};
}

}  // namespace

Walk::Walk(store::Transaction& tx, const VerifyOptions& options, std::optional<CheckpointBody> since, Report& report)
    : tx_(tx),
      options_(options),
      since_(std::move(since)),
      report_(report),
      witnesses_(witness_keys(tx, options, report)) {}

// As many as there are, or as the log has signed: what is missing at the end is missing too.
std::int64_t Walk::bound() {
  report_.entries = tx_.one(kCount)->integer("n");
  const auto last = last_checkpoint(tx_);
  const auto body = last ? signed_body(*last, options_.log_key) : std::nullopt;
  return std::max(report_.entries, body ? body->size : 0);
}

std::int64_t Walk::run() {
  const std::int64_t size = bound();
  if (since_ && since_->size == 0) at_size(0);
  for (std::int64_t from = 0; from < size; from += kBatch) {
    batch(from, std::min(from + kBatch, size));
    if (options_.progress) options_.progress(std::min(from + kBatch, size));
  }
  report_.root = to_hex(by_data_.root());
  if (since_ && since_->size > size)
    report_.add({"rolled_back",
                 fmt::format("The checkpoint that was kept outside has {} entries, this database has {}: it was put "
                             "back to an older state, or "
                             "entries were dropped.",
                             since_->size, size),
                 size,
                 since_->size - 1,
                 {}});
  const auto last = last_checkpoint(tx_);
  if (size > 0 && (!last || last->size < size))
    report_.add({"checkpoint_missing",
                 "Entries are in sequence that no checkpoint covers.",
                 last ? last->size : 0,
                 size - 1,
                 {}});
  return size;
}

void Walk::batch(std::int64_t from, std::int64_t to) {
  const auto rows = read_entries(tx_, from, to);
  for (const Row& row : rows) check_entry(tx_, row, report_);
  nodes_.clear();
  for (int level = 1; level <= kLevelMax; ++level) {
    const std::int64_t first = from >> level,
                       end = to >> level;  // those completed by these entries, and the one before
    if (end == 0) break;
    tx_.each(kWalkedNodes, {{"level", level}, {"from", first}, {"to", end}}, [&](const store::Row& row) {
      nodes_[{level, row.integer("idx")}] = hash_of(row.text("hash"));
      return true;
    });
  }
  for (auto& checkpoint : read_checkpoints(tx_, from, to)) checkpoints_.push_back(std::move(checkpoint));
  auto row = rows.begin();
  std::int64_t gap = -1;  // where a run of missing entries began
  for (std::int64_t index = from; index < to; ++index) {
    const bool there = row != rows.end() && row->index == index;
    if (!there && gap < 0) gap = index;
    if (there && gap >= 0) {
      missing(gap, index);
      gap = -1;
    }
    add(there ? std::optional<Row>(*row++) : std::nullopt);
    at_size(index + 1);
  }
  if (gap >= 0) missing(gap, to);
}

void Walk::missing(std::int64_t from, std::int64_t to) {
  report_.add({"entry_missing",
               to - from == 1 ? fmt::format("Entry {} is missing.", from)
                              : fmt::format("Entries {} to {} are missing.", from, to - 1),
               from,
               to - 1,
               {}});
}

void Walk::add(const std::optional<Row>& row) {
  const bool known = row && row->data;
  if (!known) unknown_.insert({0, by_data_.size()});
  std::vector<Hash> from_data;    // of the nodes that this leaf completes, lowest first
  std::set<NodeId> uncomputable;  // for want of an entry; taken as they are stored
  by_data_.add(known ? leaf_hash(*row->data) : Hash{}, [&](NodeId id, const Hash& computed) {
    from_data.push_back(computed);
    const auto marks = unknown_.erase({id.level - 1, id.index * 2}) + unknown_.erase({id.level - 1, id.index * 2 + 1});
    if (marks == 0) return computed;
    uncomputable.insert(id);
    const auto stored = nodes_.find(id);
    if (stored == nodes_.end()) unknown_.insert(id);
    return stored == nodes_.end() ? computed : stored->second;
  });
  std::size_t at = 0;
  by_stored_.add(known ? hash_of(*row->stored_hash) : Hash{}, [&](NodeId id, const Hash& computed) {
    const Hash& other = from_data[at++];
    if (!uncomputable.contains(id)) check_node(id, other, computed);
    const auto stored = nodes_.find(id);
    return stored == nodes_.end() ? computed : stored->second;
  });
}

void Walk::check_node(NodeId id, const Hash& from_data, const Hash& from_stored) {
  const std::int64_t first = id.index << id.level, last = ((id.index + 1) << id.level) - 1;
  const auto stored = nodes_.find(id);
  if (stored == nodes_.end()) {
    report_.add(
        {"node_missing",
         fmt::format("The node at level {}, index {} (entries {} to {}) is missing.", id.level, id.index, first, last),
         first,
         last,
         {}});
    return;
  }
  ++report_.nodes;
  if (stored->second == from_data || stored->second == from_stored) return;
  report_.add(
      {id.level == 1 ? "entry_replaced" : "node_changed",
       id.level == 1
           ? fmt::format("Entries {} and {} are not those that were in the tree: one was replaced, they were put in "
                         "another order, or their node was changed.",
                         first, last)
           : fmt::format("The node at level {}, index {} (entries {} to {}) does not fit the nodes below it.", id.level,
                         id.index, first, last),
       first,
       last,
       {}});
}

void Walk::at_size(std::int64_t size) {
  const bool computable = unknown_.empty();  // else an entry is missing, which was said already
  if (since_ && since_->size == size && computable && !is_root(since_->root))
    report_.add(
        {"rewritten",
         fmt::format("The first {} entries are not those of the checkpoint that was kept outside: they were rewritten.",
                     size),
         0,
         size - 1,
         {}});
  while (!checkpoints_.empty() && checkpoints_.front().size == size) {
    const StoredCheckpoint checkpoint = std::move(checkpoints_.front());
    checkpoints_.pop_front();
    check_checkpoint(tx_, checkpoint, options_, witnesses_, report_);
    // The note's word counts, not the row's: the row was compared with it.
    const auto body = signed_body(checkpoint, options_.log_key);
    const Hash root = body && body->size == size ? body->root : hash_of(checkpoint.root);
    if (computable && is_root(root)) {
      good_size_ = size;
      continue;
    }
    if (!computable) continue;
    report_.add({"checkpoint_root",
                 fmt::format("The tree of {} entries is not the one of the checkpoint; up to entry {} it was.", size,
                             good_size_),
                 good_size_,
                 size - 1,
                 {}});
  }
}

}  // namespace muster::ledger::checking

// The sequencer's step: pending leaves get their index, complete subtrees are stored, a checkpoint is signed.
#include "log_inside.h"
#include "log_store.h"
#include <base/text.h>
#include <ledger/log.h>

#include <fmt/format.h>

namespace muster::ledger {
namespace {

constexpr int kRacesMax = 5;

Error damaged(std::int64_t size) {
  return internal_error(
      "ledger_damaged",
      fmt::format("The stored tree of {} entries is not the one that this log has signed. Nothing is added "
                  "to it. Run muster ledger verify.",
                  size));
}

bool lost_a_race(const Error& error) {
  return error.code == "already_exists" || error.code == "ledger_gap" || error.code == "ledger_append_only";
}

}  // namespace

Log::Log(store::Database& database, const Recorder& recorder, SigningKey key)
    : inside_(std::make_unique<Inside>(Inside{database, recorder, std::move(key)})) {}
Log::~Log() = default;

const std::string& Log::origin() const {
  return inside_->key.name();
}
const VerifierKey& Log::verifier() const {
  return inside_->key.verifier();
}
std::string Log::seal(std::string_view text) const {
  return inside_->key.seal(text);
}
store::Database& Log::database() const {
  return inside_->database;
}
const Clock& Log::clock() const {
  return inside_->recorder.clock();
}

namespace {

// The tree as stored, if it is the one that was signed last.
Result<merkle::Frontier> signed_frontier(store::Transaction& tx) {
  const std::int64_t size = tables::size(tx);
  const auto last = tables::latest_checkpoint(tx);
  if ((last ? last->size : 0) != size) return damaged(size);
  MUSTER_TRY(merkle::Frontier frontier, merkle::Frontier::of(size, tables::nodes(tx)));
  if (last && frontier.root() != last->root) return damaged(size);
  return frontier;
}

Result<int> sequence(store::Transaction& tx, int limit, const SigningKey& key, const Clock& clock) {
  const auto leaves = tables::pending(tx, limit);
  if (leaves.empty()) return 0;
  MUSTER_TRY(merkle::Frontier frontier, signed_frontier(tx));
  const std::int64_t from = frontier.size();
  std::vector<std::pair<merkle::NodeId, Hash>> complete;
  for (const auto& leaf : leaves)
    frontier.add(leaf.hash, [&](merkle::NodeId id, const Hash& hash) {
      complete.emplace_back(id, hash);
      return hash;
    });
  tables::append_sequence(tx, from, leaves);
  tables::append_nodes(tx, complete);
  Checkpoint checkpoint{frontier.size(), frontier.root(), clock.now(), {}, 0};
  checkpoint.note = to_text(sign_note(to_text(CheckpointBody{key.name(), checkpoint.size, checkpoint.root}), key));
  tables::append_checkpoint(tx, checkpoint);
  return static_cast<int>(leaves.size());
}

}  // namespace

Result<int> Log::sequence_once(int limit) {
  const auto any =
      inside_->database.read([](store::Transaction& tx) -> Result<bool> { return tables::anything_pending(tx); });
  MUSTER_CHECK_OK(any);
  if (!*any) return 0;
  for (int race = 0;; ++race) {
    auto done =
        inside_->database.write([&](store::Transaction& tx) { return sequence(tx, limit, inside_->key, clock()); });
    if (done.ok() || !lost_a_race(done.error()) || race == kRacesMax) return done;
  }
}

Result<void> destroy_payload(store::Transaction& tx, const Recorder& recorder, const std::string& event_id,
                             const std::string& reason, const std::string& actor) {
  static constexpr store::Sql kDestroy{"ledger_payload_destroy",
                                       "delete from event_payload where event_id = :event_id"};
  if (!tables::has_leaf(tx, event_id)) return not_found("ledger_no_entry", "The ledger has no such entry.");
  if (tx.run(kDestroy, {{"event_id", event_id}}) == 0) return {};
  recorder.record(tx, kPayloadDestroyed, actor, "event", event_id,
                  fmt::format(R"({{"reason":{}}})", json_quote(reason)));
  return {};
}

}  // namespace muster::ledger

#include <lines/records.h>
#include <persons/freeze.h>
#include <persons/records.h>
#include <store/keys.h>

namespace muster::persons {
namespace {

using store::Sql;

constexpr Sql kFreeze{"holder_freeze_insert",
                      "insert into holder_freeze(id, holder_id, from_at, set_by) values(:id, :holder, :at, :by)"};
constexpr Sql kUnfreeze{
    "holder_freeze_lift",
    "update holder_freeze set until_at = :at, lifted_by = :by where holder_id = :holder and until_at is null"};
constexpr Sql kFrozenOnes{"holder_frozen",
                          "select holder_id from holder_freeze where until_at is null and holder_id in " MUSTER_KEYS};

}  // namespace

std::set<std::string> frozen(store::Transaction& tx, const std::vector<std::string>& holder_ids) {
  std::set<std::string> out;
  store::each_of(tx, kFrozenOnes, holder_ids, [&](const store::Row& row) { out.insert(row.text("holder_id")); });
  return out;
}

Result<void> freeze(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                    const std::string& holder_id) {
  const auto holder = find_holder(tx, holder_id);
  if (!holder) return not_found("holder_unknown", "There is no such holder.");
  if (holder->destroyed_at) return conflict("holder_destroyed", "The data of this holder were destroyed.");
  if (frozen(tx, {holder_id}).contains(holder_id)) return {};
  // Read so that a registration under way, which has not seen the freeze, and this can't both commit (PostgreSQL tells
  // from what each read and the other one wrote).
  (void)lines::slots_taken(tx, {holder_id});
  tx.run(kFreeze, {{"id", recorder.new_id()}, {"holder", holder_id}, {"at", recorder.clock().now()}, {"by", actor}});
  recorder.record(tx, kFrozen, actor, kHolderRecord, holder_id);
  return {};
}

Result<void> unfreeze(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                      const std::string& holder_id) {
  if (tx.run(kUnfreeze, {{"holder", holder_id}, {"at", recorder.clock().now()}, {"by", actor}}) > 0)
    recorder.record(tx, kUnfrozen, actor, kHolderRecord, holder_id);
  return {};
}

}  // namespace muster::persons

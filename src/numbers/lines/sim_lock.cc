#include <base/text.h>
#include <lines/sim_lock.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

using store::Sql;

constexpr Sql kOpenLock{
    "line_sim_lock_open",
    "select k.* from line_sim_lock k join line_ownership o on o.id = k.ownership_id where k.line_id "
    "= :line and k.until_at is null and o.until_at is null"};
constexpr Sql kLock{"line_sim_lock_insert",
                    "insert into line_sim_lock(id, line_id, ownership_id, from_at, set_by) "
                    "values(:id, :line, :ownership, :at, :by)"};
constexpr Sql kUnlock{"line_sim_lock_lift",
                      "update line_sim_lock set until_at = :at, lifted_by = :by, reason = :reason where id = :id"};

}  // namespace

Error sim_swap_locked() {
  return refused("sim_swap_locked", "The holder of this line has locked its SIM; the holder lifts the lock first.",
                 "iccid");
}

std::optional<SimLock> open_sim_lock(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kOpenLock, {{"line", line_id}});
  if (!row) return std::nullopt;
  return SimLock{row->text("id"), row->text("line_id"), row->text("ownership_id"), row->instant("from_at"),
                 row->text("set_by")};
}

Result<void> lock_sim(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                      const std::string& line_id) {
  const auto holder = open_ownership(tx, line_id);
  if (!holder) return conflict("line_state", "Nobody holds this line.");
  if (open_sim_lock(tx, line_id)) return {};
  (void)sims_of(tx, line_id);  // read, so that a swap under way that has not seen the lock and this can't both commit
  tx.run(kLock, {{"id", recorder.new_id()},
                 {"line", line_id},
                 {"ownership", holder->id},
                 {"at", recorder.clock().now()},
                 {"by", actor}});
  recorder.record(tx, kSimLocked, actor, kLineRecord, line_id);
  return {};
}

Result<void> unlock_sim(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                        const std::string& line_id, const std::string& reason) {
  if (!is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  const auto lock = open_sim_lock(tx, line_id);
  if (!lock) return {};
  tx.run(kUnlock, {{"id", lock->id}, {"at", recorder.clock().now()}, {"by", actor}, {"reason", reason}});
  recorder.record(tx, kSimUnlocked, actor, kLineRecord, line_id, fmt::format(R"({{"reason":{}}})", json_quote(reason)));
  return {};
}

}  // namespace muster::lines

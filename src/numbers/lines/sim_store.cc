#include "line_store.h"

namespace muster::lines {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertSim{"sim_insert",
                         "insert into sim(id, iccid, imsi, created_at, eid) values(:id, :iccid, :imsi, :at, "
                         ":eid)"};
constexpr Sql kSimsOn{"sims_on_chip", "select * from sim where eid = :eid order by created_at, id"};
constexpr Sql kSim{"sim_by_iccid", "select * from sim where iccid = :iccid"};
constexpr Sql kUsed{"sim_used", "select 1 as one from line_sim where sim_id = :sim"};
constexpr Sql kBegin{"line_sim_begin",
                     "insert into line_sim(sim_id, line_id, from_at, reason) values(:sim, :line, :at, :reason)"};
constexpr Sql kEndSim{"line_sim_end", "update line_sim set until_at = :at where line_id = :line and until_at is null"};
constexpr Sql kSimsOfLine{"line_sims", "select * from line_sim where line_id = :line order by from_at"};
constexpr Sql kCommand{
    "network_command_insert",
    "insert into network_command(id, line_id, ordinal, action, sim_id, state, attempts, next_at, fault, "
    "created_at) values(:id, :line, :ordinal, :action, :sim, 'waiting', 0, :at, '', :at)"};

Sim sim_of(const Row& row) {
  return {row.text("id"), row.text("iccid"), row.text("imsi"), row.instant("created_at"), row.text("eid")};
}
constexpr Sql kHoldSms{"network_command_hold_sms",
                       "update network_command set sms_held_until = :until where id = :id and state = 'waiting'"};

}  // namespace

void insert(store::Transaction& tx, const Sim& sim) {
  tx.run(kInsertSim, {{"id", sim.id},
                      {"iccid", sim.iccid},
                      {"imsi", sim.imsi},
                      {"at", sim.created_at},
                      {"eid", sim.eid.empty() ? std::optional<std::string>() : std::optional(sim.eid)}});
}
std::optional<Sim> find_sim(store::Transaction& tx, const std::string& iccid) {
  const auto row = tx.one(kSim, {{"iccid", iccid}});
  if (!row) return std::nullopt;
  return sim_of(*row);
}
std::vector<Sim> sims_on(store::Transaction& tx, const std::string& eid) {
  std::vector<Sim> out;
  for (const Row& row : tx.query(kSimsOn, {{"eid", eid}})) out.push_back(sim_of(row));
  return out;
}
bool sim_used(store::Transaction& tx, const std::string& sim_id) {
  return tx.one(kUsed, {{"sim", sim_id}}).has_value();
}
void begin_sim(store::Transaction& tx, const std::string& line_id, const std::string& sim_id, const std::string& reason,
               Instant at) {
  tx.run(kBegin, {{"sim", sim_id}, {"line", line_id}, {"at", at}, {"reason", reason}});
}
void end_sim(store::Transaction& tx, const std::string& line_id, Instant at) {
  tx.run(kEndSim, {{"line", line_id}, {"at", at}});
}
std::vector<SimInterval> sims_of(store::Transaction& tx, const std::string& line_id) {
  std::vector<SimInterval> out;
  for (const Row& row : tx.query(kSimsOfLine, {{"line", line_id}}))
    out.push_back({row.text("sim_id"), row.text("reason"), row.instant("from_at"), row.maybe_instant("until_at")});
  return out;
}

Result<void> put_sim(store::Transaction& tx, Line& line, const std::string& iccid, const std::string& reason,
                     Instant now) {
  const auto sim = find_sim(tx, iccid);
  if (!sim) return not_found("sim_unknown", "There is no SIM with this ICCID on record.");
  if (sim_used(tx, sim->id))
    return conflict("sim_used", "This SIM was used before; it is never put in again.", "iccid");
  end_sim(tx, line.id, now);
  begin_sim(tx, line.id, sim->id, reason, now);
  line.sim_id = sim->id;
  return {};
}

void hold_sms(store::Transaction& tx, const std::string& command_id, Instant until) {
  tx.run(kHoldSms, {{"id", command_id}, {"until", until}});
}
void insert_commands(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const Line> lines,
                     Action action, Instant now) {
  static constexpr std::string_view kColumns[] = {"id",    "line_id",  "ordinal", "action", "sim_id",
                                                  "state", "attempts", "next_at", "fault",  "created_at"};
  const auto rows = tx.bulk("network_command", kColumns);
  for (const Line& line : lines)
    rows->row(std::vector<store::Value>{recorder.new_id(), line.id, line.version, std::string(to_text(action)),
                                        line.sim_id.empty() ? store::Value() : store::Value(line.sim_id),
                                        std::string("waiting"), std::int64_t{0}, now.micros, std::string(),
                                        now.micros});
  rows->finish();
}

void insert_command(store::Transaction& tx, const std::string& id, const Line& line, Action action, Instant now) {
  tx.run(kCommand, {{"id", id},
                    {"line", line.id},
                    {"ordinal", line.version},
                    {"action", to_text(action)},
                    {"sim", line.sim_id.empty() ? std::optional<std::string>() : std::optional(line.sim_id)},
                    {"at", now}});
}

}  // namespace muster::lines

// Lines that serve already, and live lines that get another holder.
#include "line_store.h"
#include <base/words.h>
#include <lines/rules.h>
#include <store/keys.h>

namespace muster::lines {
namespace {

using store::Sql;
using store::Value;

// Two of the table's steps, of many lines: set aside, and put into service.
constexpr Sql kSetAside{"line_take_over_set_aside",
                        "update line set state = 'reserved', state_since = :now, due_at = :now, reserved_for = "
                        "'take_over', version = version + 1 where state = 'available' and id in " MUSTER_KEYS};
constexpr Sql kServe{
    "line_take_over_serve",
    "update line set state = 'active', version = version + 1 where state = 'registered' and id in " MUSTER_KEYS};
constexpr Sql kHighest{"ownership_highest_slots",
                       "select counted_under, line_kind, max(slot) as slot from line_ownership where until_at is null "
                       "and counted_under in " MUSTER_KEYS " group by counted_under, line_kind"};
constexpr Sql kHoldsSim{"line_holds_sim",
                        "select 1 as yes from line_sim i join sim s on s.id = i.sim_id where i.line_id = :line and "
                        "i.until_at is null and s.iccid = :iccid"};

Error line_taken() {
  return conflict("line_state", "A line was taken or given back meanwhile.", "msisdn");
}

void insert_sims(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const TakenOver> lines,
                 Instant now) {
  static constexpr std::string_view kSimColumns[] = {"id", "iccid", "imsi", "created_at"};
  static constexpr std::string_view kInColumns[] = {"sim_id", "line_id", "from_at", "until_at", "reason"};
  std::vector<std::string> ids;
  const auto sims = tx.bulk("sim", kSimColumns);
  for (const TakenOver& t : lines) {
    ids.push_back(recorder.new_id());
    if (!t.iccid.empty()) sims->row(std::vector<Value>{ids.back(), t.iccid, t.imsi, now.micros});
  }
  sims->finish();
  const auto inside = tx.bulk("line_sim", kInColumns);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!lines[i].iccid.empty())
      inside->row(
          std::vector<Value>{ids[i], lines[i].ownership.line_id, now.micros, Value(), std::string("taken_over")});
  inside->finish();
}

}  // namespace

Result<void> take_over(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const TakenOver> lines) {
  const Instant now = recorder.clock().now();
  std::vector<std::string> ids;
  std::vector<Ownership> ownerships;
  for (const TakenOver& t : lines) {
    ids.push_back(t.ownership.line_id);
    ownerships.push_back(t.ownership);
  }
  const auto all = static_cast<std::int64_t>(ids.size());
  if (store::run_of(tx, kSetAside, ids, {{"now", now}}) != all) return line_taken();
  MUSTER_CHECK_OK(give(tx, ownerships, now));
  if (store::run_of(tx, kServe, ids) != all) return line_taken();
  insert_sims(tx, recorder, lines, now);
  return {};
}

Result<void> pass_on(store::Transaction& tx, Line& line, const Ownership& to, Instant now) {
  if (!has_holder(line.state)) return conflict("line_state", "The line has no holder from whom it could pass.");
  end_ownership(tx, line.id, now);
  static constexpr std::string_view kColumns[] = {"id",  "line_id", "holder_id",  "line_kind", "counted_under", "slot",
                                                  "cap", "excess",  "ground_ref", "from_at",   "until_at"};
  const auto rows = tx.bulk("line_ownership", kColumns);
  rows->row(std::vector<Value>{to.id, to.line_id, to.holder_id, std::string(to_text(to.kind)), to.counted_under,
                               to.slot, to.cap, std::int64_t{0}, to.ground_ref, now.micros, Value()});
  rows->finish();
  ++line.version;
  if (!change(tx, line)) return {Error{Failure::stale, "stale_version", "The line changed meanwhile; look again.", {}}};
  return {};
}

std::map<std::pair<std::string, LineKind>, std::int64_t> highest_slots(store::Transaction& tx,
                                                                       const std::vector<std::string>& counted_under) {
  std::map<std::pair<std::string, LineKind>, std::int64_t> out;
  for (std::size_t from = 0; from < counted_under.size(); from += store::kKeys) {
    store::Binds binds;
    for (std::size_t i = 0; i < store::kKeys; ++i)
      binds.emplace_back(store::key_names()[i], counted_under[std::min(from + i, counted_under.size() - 1)]);
    tx.each(kHighest, binds, [&](const store::Row& row) {
      out[{row.text("counted_under"), known(line_kind(row.text("line_kind")))}] = row.integer("slot");
      return true;
    });
  }
  return out;
}

std::map<std::string, std::string> regions_of_pools(store::Transaction& tx) {
  std::map<std::string, std::string> out;
  for (const Pool& pool : all_pools(tx)) out.emplace(pool.id, pool.region);
  return out;
}

bool holds_sim(store::Transaction& tx, const std::string& line_id, const std::string& iccid) {
  return tx.one(kHoldsSim, {{"line", line_id}, {"iccid", iccid}}).has_value();
}

}  // namespace muster::lines

#include "line_store.h"
#include <base/words.h>
#include <lines/rules.h>
#include <store/keys.h>

namespace muster::lines {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kOfLine{"ownership_of_line", "select * from line_ownership where line_id = :id order by from_at, id"};
constexpr Sql kOfHolder{"ownership_of_holder",
                        "select * from line_ownership where holder_id = :id order by from_at, id"};
constexpr Sql kOpen{"ownership_open", "select * from line_ownership where line_id = :id and until_at is null"};
constexpr Sql kCountedUnder{"ownership_counted_under",
                            "select * from line_ownership where counted_under = :id and until_at is null "
                            "order by line_kind, slot"};
constexpr Sql kEnd{"ownership_end",
                   "update line_ownership set until_at = :at where line_id = :line and until_at is null"};
constexpr Sql kMove{"ownership_move",
                    "update line_ownership set counted_under = :into, slot = :slot, excess = :excess where id = :id"};
constexpr Sql kSlots{"ownership_slots",
                     "select counted_under, line_kind, slot from line_ownership where until_at is null and "
                     "counted_under in " MUSTER_KEYS};
constexpr Sql kManyHeld{"ownership_many_held",
                        "select counted_under, count(*) as n from line_ownership where until_at is null and "
                        "line_kind = :kind and counted_under > :after group by counted_under having count(*) > :least "
                        "order by counted_under limit :limit"};
constexpr Sql kExcess{"ownership_excess",
                      "select * from line_ownership where counted_under = :id and excess = 1 and until_at is null "
                      "order by line_kind, slot"};
constexpr Sql kLast{"ownership_last",
                    "select count(*) as n, sum(case when until_at is null then 1 else 0 end) as open_ones, "
                    "max(until_at) as ended_at from line_ownership where holder_id = :id"};
constexpr Sql kRegister{"line_register",
                        "update line set state = 'registered', state_since = :now, due_at = null, reserved_for = '', "
                        "version = version + 1 where state = 'reserved' and id in " MUSTER_KEYS};

Ownership ownership_of(const Row& row) {
  Ownership o;
  o.id = row.text("id");
  o.line_id = row.text("line_id");
  o.holder_id = row.text("holder_id");
  o.kind = known(line_kind(row.text("line_kind")));
  o.counted_under = row.text("counted_under");
  o.slot = row.integer("slot");
  o.cap = row.integer("cap");
  o.excess = row.flag("excess");
  o.ground_ref = row.text("ground_ref");
  o.from = row.instant("from_at");
  o.until = row.maybe_instant("until_at");
  return o;
}

std::vector<Ownership> many(store::Transaction& tx, const Sql& sql, const std::string& id) {
  std::vector<Ownership> out;
  for (const Row& row : tx.query(sql, {{"id", id}})) out.push_back(ownership_of(row));
  return out;
}

}  // namespace

std::vector<Ownership> ownerships_of_line(store::Transaction& tx, const std::string& line_id) {
  return many(tx, kOfLine, line_id);
}
std::vector<Ownership> ownerships_of_holder(store::Transaction& tx, const std::string& holder_id) {
  return many(tx, kOfHolder, holder_id);
}
std::optional<Ownership> open_ownership(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kOpen, {{"id", line_id}});
  return row ? std::optional(ownership_of(*row)) : std::nullopt;
}
void end_ownership(store::Transaction& tx, const std::string& line_id, Instant at) {
  tx.run(kEnd, {{"line", line_id}, {"at", at}});
}

LastHeld last_held(store::Transaction& tx, const std::string& holder_id) {
  const auto row = tx.one(kLast, {{"id", holder_id}});
  LastHeld out;
  out.ever = row->integer("n") > 0;
  out.open = out.ever && row->integer("open_ones") > 0;
  if (out.ever && !out.open) out.ended_at = row->maybe_instant("ended_at");
  return out;
}

SlotsTaken slots_taken(store::Transaction& tx, const std::vector<std::string>& counted_under) {
  SlotsTaken out;
  store::each_of(tx, kSlots, counted_under, [&](const Row& row) {
    out[{row.text("counted_under"), known(line_kind(row.text("line_kind")))}].insert(row.integer("slot"));
  });
  return out;
}

std::optional<std::int64_t> free_slot(const std::set<std::int64_t>& taken, std::int64_t cap) {
  if (static_cast<std::int64_t>(taken.size()) >= cap) return std::nullopt;
  std::int64_t slot = 1;
  for (const std::int64_t one : taken) {
    if (one != slot) break;
    ++slot;
  }
  return slot;
}

namespace {

void insert_open(store::Transaction& tx, std::span<const Ownership> ownerships, Instant now) {
  static constexpr std::string_view kColumns[] = {"id",  "line_id", "holder_id",  "line_kind", "counted_under", "slot",
                                                  "cap", "excess",  "ground_ref", "from_at",   "until_at"};
  const auto rows = tx.bulk("line_ownership", kColumns);
  for (const Ownership& o : ownerships)
    rows->row(std::vector<store::Value>{o.id, o.line_id, o.holder_id, std::string(to_text(o.kind)), o.counted_under,
                                        o.slot, o.cap, std::int64_t{0}, o.ground_ref, now.micros, std::monostate{}});
  rows->finish();
}

}  // namespace

Result<void> give(store::Transaction& tx, std::span<const Ownership> ownerships, Instant now) {
  std::vector<std::string> line_ids;
  line_ids.reserve(ownerships.size());
  for (const Ownership& o : ownerships) line_ids.push_back(o.line_id);
  if (store::run_of(tx, kRegister, line_ids, {{"now", now}}) != static_cast<std::int64_t>(ownerships.size()))
    return conflict("line_state", "A line was taken or given back meanwhile.", "msisdn");
  insert_open(tx, ownerships, now);
  return {};
}

namespace {

// Takes the line under another person at the lowest slot that is free there.
void move_to(store::Transaction& tx, const Ownership& o, const std::string& into, std::set<std::int64_t>& slots,
             Recounted& out) {
  std::int64_t slot = 1;
  while (slots.contains(slot)) ++slot;
  slots.insert(slot);
  const bool beyond = slot > o.cap;
  tx.run(kMove, {{"id", o.id}, {"into", into}, {"slot", slot}, {"excess", beyond}});
  ++out.lines;
  out.beyond_cap += beyond;
}

}  // namespace

Recounted recount(store::Transaction& tx, const std::string& from, const std::string& into) {
  SlotsTaken taken = slots_taken(tx, {into});
  Recounted out;
  for (const Ownership& o : many(tx, kCountedUnder, from)) move_to(tx, o, into, taken[{into, o.kind}], out);
  return out;
}

Recounted split(store::Transaction& tx, const std::vector<std::string>& holders, const std::string& from,
                const std::string& into) {
  SlotsTaken taken = slots_taken(tx, {into});
  Recounted out;
  for (const Ownership& o : many(tx, kCountedUnder, from))
    if (std::find(holders.begin(), holders.end(), o.holder_id) != holders.end())
      move_to(tx, o, into, taken[{into, o.kind}], out);
  settle_excess(tx, from);
  return out;
}

int settle_excess(store::Transaction& tx, const std::string& counted_under) {
  const auto beyond = many(tx, kExcess, counted_under);
  if (beyond.empty()) return 0;
  SlotsTaken taken = slots_taken(tx, {counted_under});
  int settled = 0;
  for (const Ownership& o : beyond) {
    auto& slots = taken[{counted_under, o.kind}];
    std::int64_t slot = 1;
    while (slots.contains(slot)) ++slot;
    if (slot >= o.slot || slot > o.cap) continue;
    tx.run(kMove, {{"id", o.id}, {"into", counted_under}, {"slot", slot}, {"excess", false}});
    slots.erase(o.slot);
    slots.insert(slot);
    ++settled;
  }
  return settled;
}

std::vector<Ownership> open_lines_counted(store::Transaction& tx, const std::string& counted_under) {
  return many(tx, kCountedUnder, counted_under);
}

std::vector<HeldCount> many_held(store::Transaction& tx, LineKind kind, std::int64_t least, const std::string& after,
                                 int limit) {
  std::vector<HeldCount> out;
  for (const Row& row :
       tx.query(kManyHeld, {{"kind", to_text(kind)}, {"least", least}, {"after", after}, {"limit", limit}}))
    out.push_back({row.text("counted_under"), kind, row.integer("n")});
  return out;
}

}  // namespace muster::lines

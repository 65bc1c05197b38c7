#include "order_check.h"
#include "rpz_text.h"
#include <base/bytes.h>
#include <cases/records.h>
#include <cases/rules.h>
#include <cases/service.h>
#include <enforcement/service.h>
#include <ledger/log.h>
#include <names/suffix.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kStanding{"feed_standing",
                        "select id, number, ground, scope_kind, scope_value, starts, expires_at, lapses_at, "
                        "network_allowed, sealed, authority_party_id "
                        "from standing_order where executor = 'network' and id > :after order by id limit :limit"};
constexpr Sql kStandingOne{"feed_standing_one",
                           "select id, number, ground, scope_kind, scope_value, starts, expires_at, lapses_at, "
                           "network_allowed, sealed, authority_party_id "
                           "from standing_order where executor = 'network' and id = :id"};
constexpr Sql kStandingAny{"standing_order_of",
                           "select id, starts, expires_at, lapses_at from standing_order where id = :id"};
constexpr Sql kEntries{"feed_entries", "select name, kind from network_entry where order_id = :id order by name, kind"};
constexpr Sql kState{"feed_state_get",
                     "select serial, sha256, entries, made_at, changed_at from feed_state where feed = 'rpz'"};
constexpr Sql kSetState{
    "feed_state_set",
    "insert into feed_state(feed, serial, sha256, entries, made_at, changed_at) "
    "values('rpz', :serial, :sha256, :entries, :now, :now) on conflict(feed) do update set serial = excluded.serial, "
    "sha256 = excluded.sha256, entries = excluded.entries, made_at = excluded.made_at, changed_at = "
    "excluded.changed_at"};
constexpr Sql kFetch{
    "feed_fetch_set",
    "insert into feed_fetch(feed, by_ref, fetched_at, serial, entries) values('rpz', :by, :now, :serial, :entries) "
    "on conflict(feed, by_ref) do update set fetched_at = excluded.fetched_at, serial = excluded.serial, "
    "entries = excluded.entries"};
constexpr Sql kLastSerial{"feed_fetch_serial", "select serial from feed_fetch where feed = 'rpz' and by_ref = :by"};
constexpr Sql kLastFetch{"feed_fetch_last", "select max(fetched_at) as at from feed_fetch where feed = 'rpz'"};
constexpr int kBatch = 500;  // orders read at once

// What the clock has against a standing order.
std::vector<OrderFault> not_its_time(const store::Row& row, Instant now) {
  if (row.instant("starts") > now) return {{"not_started", "The order has not started yet."}};
  if (row.instant("expires_at") <= now) return {{"expired", "The order has come to its end."}};
  if (const auto lapses = row.maybe_instant("lapses_at"); lapses && *lapses <= now)
    return {{"appeal_lapsed", "Its appeal was not decided in time."}};
  return {};
}

// Why this order is not carried out at this moment; empty: it is.
std::vector<OrderFault> why_left_out(Transaction& tx, const policy::Policy& policy, const store::Row& row,
                                     const cases::Order& order, Instant now) {
  if (auto faults = not_its_time(row, now); !faults.empty()) return faults;
  if (!row.flag("network_allowed")) return {{"ground_network", "This ground never leads to an entry in the network."}};
  const std::string value = row.text("scope_value");
  if (names::is_public_suffix(value) || policy.is_never_block(value))
    return {{"never_block", "This name is never blocked."}};
  if (auto faults = check_third(tx, order, now); !faults.empty()) return faults;
  return check_order(tx, order);
}

// What one standing order puts into any feed: the entries on record that its scope covers. Others are left out and
// named.
Judged judged(Transaction& tx, const policy::Policy& policy, const store::Row& row, Instant now) {
  Judged out;
  const auto order = cases::select_order(tx, row.text("id"));
  for (const char* column : {"starts", "expires_at", "lapses_at"})
    if (const auto at = row.maybe_instant(column); at && *at > now)
      out.changes_at = std::min(out.changes_at.value_or(*at), *at);
  for (const OrderFault& fault : why_left_out(tx, policy, row, *order, now))
    out.left_out.push_back({order->number, fault.code, fault.sentence});
  if (!out.left_out.empty()) return out;
  out.stands = true;
  const auto authority = parties::find_party(tx, row.text("authority_party_id"));
  const bool own = authority && authority->kind != "authority" && authority->kind != "court";
  const auto wanted = cases::network_names(order->scope_kind, order->scope_value);
  bool beyond = false;
  for (const auto& entry : tx.query(kEntries, {{"id", order->id}})) {
    const std::string name = entry.text("name");
    const bool wildcard = entry.text("kind") == "wildcard";
    const bool inside = std::any_of(wanted.begin(), wanted.end(),
                                    [&](const auto& w) { return w.name == name && w.wildcard == wildcard; });
    if (inside)
      out.entries.push_back({order->id, order->number, name, wildcard, row.flag("sealed"), own});
    else
      beyond = true;
  }
  if (beyond) out.left_out.push_back({order->number, "entry_scope", "An entry reaches beyond the scope of its order."});
  return out;
}

std::vector<std::string> gates(Transaction& tx, const ledger::Log& log, Instant now, bool shadow) {
  std::vector<std::string> out;
  if (shadow) out.emplace_back("Empty: this instance runs in shadow mode, beside another system.");
  if (!parties::authority_ready(tx, now)) out.emplace_back("Empty: no authority has an enrolled signing key yet.");
  if (!log.witness_enrolled(tx)) out.emplace_back("Empty: the ledger has no witness yet.");
  return out;
}

Zone collect(Transaction& tx, const policy::Policy& policy, const ledger::Log& log, Instant now, bool shadow,
             std::vector<std::string>& remarks) {
  Zone zone;
  zone.made_at = now;
  remarks = gates(tx, log, now, shadow);
  if (!remarks.empty()) return zone;
  std::string after;
  for (;;) {
    const auto rows = tx.query(kStanding, {{"after", after}, {"limit", kBatch}});
    for (const auto& row : rows) {
      Judged one = judged(tx, policy, row, now);
      std::move(one.left_out.begin(), one.left_out.end(), std::back_inserter(zone.left_out));
      if (!one.stands) continue;
      zone.order_ids.push_back(row.text("id"));
      std::move(one.entries.begin(), one.entries.end(), std::back_inserter(zone.entries));
    }
    if (rows.size() < static_cast<std::size_t>(kBatch)) break;
    after = rows.back().text("id");
  }
  zone.entries = prune(std::move(zone.entries));
  return zone;
}

std::string hash_of(const std::vector<Entry>& entries) {
  std::string all;
  for (const Entry& e : entries)
    all += fmt::format("{} {} {}\n", e.name, e.wildcard ? "wildcard" : "exact", e.order_number);
  return to_hex(sha256(all));
}

void write_text(Zone& zone, const std::vector<std::string>& remarks, Duration validity) {
  zone.text = rpz_text(zone.entries, {zone.serial, zone.made_at, validity, remarks});
  zone.etag = fmt::format("\"{}-{}\"", zone.serial, hash_of(zone.entries).substr(0, 16));
}

}  // namespace

bool Service::in_shadow() const {
  return policy_.flag("instance.shadow");
}

std::string Service::seal(std::string_view text) const {
  return log_.seal(text);
}

std::vector<std::string> Service::why_empty(Transaction& tx) const {
  return gates(tx, log_, recorder_.clock().now(), in_shadow());
}

void Service::note_fetch(Transaction& tx, const std::string& by, std::int64_t serial, std::int64_t entries) const {
  const Instant now = recorder_.clock().now();
  if (const auto state = tx.one(kState); !state || state->integer("serial") < serial)
    tx.run(kSetState, {{"serial", serial}, {"sha256", ""}, {"entries", entries}, {"now", now}});
  const auto last = tx.one(kLastSerial, {{"by", by}});
  tx.run(kFetch, {{"by", by}, {"now", now}, {"serial", serial}, {"entries", entries}});
  if (!last || last->integer("serial") != serial)
    recorder_.record(tx, kFetched, by == "cli" ? "system:cli" : by, "feed", "rpz",
                     fmt::format("{{\"serial\":{}}}", serial));
}

Result<void> Service::carried_out(Transaction& tx, const std::vector<std::string>& order_ids) const {
  MUSTER_CHECK_OK(cases_.mark_executed(tx, order_ids, "system:enforcement"));
  return {};
}

std::optional<Judged> Service::judge(Transaction& tx, const std::string& order_id) const {
  const auto row = tx.one(kStandingOne, {{"id", order_id}});
  return row ? std::optional(judged(tx, policy_, *row, recorder_.clock().now())) : std::nullopt;
}

std::vector<LeftOut> Service::why_not_standing(Transaction& tx, const std::string& order_id) const {
  const auto row = tx.one(kStandingAny, {{"id", order_id}});
  const auto order = cases::select_order(tx, order_id);
  if (!row || !order) return {{"", "order_state", "The order does not stand."}};
  auto faults = not_its_time(*row, recorder_.clock().now());
  if (faults.empty()) faults = check_third(tx, *order, recorder_.clock().now());
  if (faults.empty()) faults = check_order(tx, *order);
  std::vector<LeftOut> out;
  for (const OrderFault& f : faults) out.push_back({order->number, f.code, f.sentence});
  return out;
}

Result<Zone> Service::preview_rpz() const {
  return preview(in_shadow());
}
Result<Zone> Service::would_be_rpz() const {
  return preview(false);
}

Result<Zone> Service::preview(bool shadow) const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<Zone> {
    std::vector<std::string> remarks;
    Zone zone = collect(tx, policy_, log_, now, shadow, remarks);
    const auto state = tx.one(kState);
    const bool same = state && state->text("sha256") == hash_of(zone.entries);
    zone.serial =
        same ? state->integer("serial") : std::max(state ? state->integer("serial") + 1 : 1, now.micros / 1'000'000);
    zone.changed_at = same ? state->instant("changed_at") : now;
    write_text(zone, remarks, policy_.duration("order.feed_validity"));
    return zone;
  });
}

Result<Zone> Service::rpz(const std::string& by) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<Zone> {
    std::vector<std::string> remarks;
    Zone zone = collect(tx, policy_, log_, now, in_shadow(), remarks);
    const std::string hash = hash_of(zone.entries);
    const auto state = tx.one(kState);
    if (state && state->text("sha256") == hash) {
      zone.serial = state->integer("serial");
      zone.changed_at = state->instant("changed_at");
    } else {
      // Never lower than before, and never lower than the time: also a database that was put back does not confuse a
      // resolver.
      zone.serial = std::max(state ? state->integer("serial") + 1 : 1, now.micros / 1'000'000);
      zone.changed_at = now;
      tx.run(kSetState, {{"serial", zone.serial}, {"sha256", hash}, {"entries", zone.entries.size()}, {"now", now}});
      recorder_.record(
          tx, kChanged, "system:enforcement", "feed", "rpz",
          fmt::format("{{\"serial\":{},\"entries\":{},\"sha256\":\"{}\"}}", zone.serial, zone.entries.size(), hash));
    }
    note_fetch(tx, by, zone.serial, static_cast<std::int64_t>(zone.entries.size()));
    MUSTER_CHECK_OK(cases_.mark_executed(tx, zone.order_ids, "system:enforcement"));
    write_text(zone, remarks, policy_.duration("order.feed_validity"));
    return zone;
  });
}

Result<Status> Service::status() const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<Status> {
    Status s;
    s.authority_enrolled = parties::authority_ready(tx, now);
    s.witness_enrolled = log_.witness_enrolled(tx);
    s.shadow = in_shadow();
    if (const auto state = tx.one(kState)) {
      s.serial = state->integer("serial");
      s.entries = state->integer("entries");
      s.changed_at = state->instant("changed_at");
    }
    s.last_fetch_at = tx.one(kLastFetch)->maybe_instant("at");
    return s;
  });
}

}  // namespace muster::enforcement

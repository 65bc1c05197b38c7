#include <ledger/statement.h>
#include <partners/service.h>
#include <policy/policy.h>

#include <algorithm>

#include <billing/stop_list.h>
#include <fmt/format.h>

namespace muster::billing {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kContractStops{"contract_stops",
                             "select order_id, order_number, scope_value from contract_stop order by order_id"};
constexpr Sql kStanding{"stop_entries_standing",
                        "select scope, from_version, order_id, order_number from stop_entry where until_version is "
                        "null order by scope"};
constexpr Sql kPage{"stop_entries_page",
                    "select scope, from_version, order_id, order_number from stop_entry where until_version is null "
                    "and scope > :after order by scope limit :limit"};
#define STANDING_BEHIND                                                                                         \
  "select e.scope, e.from_version, e.order_id, e.order_number from stop_entry e where e.until_version is null " \
  "and e.scope > :after and "
constexpr Sql kOfPartner{
    "stop_entries_of_partner",
    STANDING_BEHIND "e.scope in (:number, :party) union all " STANDING_BEHIND
                    "e.scope >= :channels and e.scope < :channels_end union all " STANDING_BEHIND
                    "e.scope >= :links and e.scope < :links_end union all " STANDING_BEHIND
                    "e.scope >= 'service:' and e.scope < 'service;' and exists(select 1 from billing_service s where "
                    "s.code = substr(e.scope, 9) and s.partner_id = :of and s.state <> 'refused') order by scope "
                    "limit :limit"};
constexpr Sql kBegin{"stop_entry_insert",
                     "insert into stop_entry(scope, from_version, order_id, order_number) values(:scope, :version, "
                     ":order, :number)"};
constexpr Sql kEnd{"stop_entry_end",
                   "update stop_entry set until_version = :version where scope = :scope and until_version is null"};
constexpr Sql kStopState{"stop_state_get", "select version, changed_at from stop_state where only_row = 1"};
constexpr Sql kSetStopState{
    "stop_state_set",
    "insert into stop_state(only_row, version, changed_at) values(1, :version, :now) on conflict(only_row) do update "
    "set version = excluded.version, changed_at = excluded.changed_at"};
constexpr Sql kBegun{"stop_entries_begun",
                     "select scope, order_number from stop_entry where from_version > :since and until_version is null "
                     "order by scope"};
constexpr Sql kEnded{"stop_entries_ended",
                     "select distinct scope from stop_entry where until_version > :since and from_version <= :since "
                     "order by scope"};
constexpr Sql kKnown{"stop_version_known",
                     "select 1 as one from stop_entry where from_version = :since or until_version = :since limit 1"};
constexpr Sql kContractOrders{
    "contract_orders",
    "select o.id, d.scope_value, d.starts, o.expires_at from orders o join decision d on d.id = o.decision_id where "
    "d.measure = 'contract' and d.scope_kind = 'contract' and d.outcome = 'violation' order by o.id"};

StopEntry entry_of(const store::Row& row) {
  return {row.text("scope"), row.text("order_id"), row.text("order_number"), row.integer("from_version")};
}

// A partner's party, by its number or id in the register of partners, or the party's own id.
std::string party_of(Transaction& tx, const std::string& ref) {
  const auto partner = partners::find_partner(tx, ref);
  return partner ? partner->party_id : ref;
}

}  // namespace

StopList::Current StopList::current(Transaction& tx) const {
  Current out;
  if (policy_.flag("instance.shadow")) return out;
  std::map<std::string, StopEntry> by_scope;  // several orders on one scope: the first
  for (const auto& row : tx.query(kContractStops)) {
    const std::string scope = row.text("scope_value");
    if (!stop_scope(scope)) continue;
    const auto why_not = orders_.why_not_standing(tx, row.text("order_id"));
    if (why_not.empty())
      by_scope.try_emplace(scope, StopEntry{scope, row.text("order_id"), row.text("order_number"), 0});
    else
      out.left_out.insert(out.left_out.end(), why_not.begin(), why_not.end());
    if (by_scope.size() >= kStopEntriesMax) break;
  }
  for (auto& [scope, entry] : by_scope) out.entries.push_back(std::move(entry));
  return out;
}

Result<StopStatus> StopList::step() const {
  struct Looked {
    StopStatus status;
    Current stands;
    std::vector<StopEntry> stood;
    bool changed = false;
  };
  // Read first: most of the time nothing is new, and readers do not wait for one another.
  const auto look = [&](Transaction& tx) -> Result<Looked> {
    Looked out;
    out.stands = current(tx);
    out.status.left_out = out.stands.left_out;
    out.status.shadow = policy_.flag("instance.shadow");
    out.status.entries = static_cast<std::int64_t>(out.stands.entries.size());
    if (const auto state = tx.one(kStopState)) {
      out.status.version = state->integer("version");
      out.status.changed_at = state->instant("changed_at");
    }
    for (const auto& row : tx.query(kStanding)) out.stood.push_back(entry_of(row));
    out.changed =
        !std::equal(out.stood.begin(), out.stood.end(), out.stands.entries.begin(), out.stands.entries.end(),
                    [](const auto& a, const auto& b) { return a.scope == b.scope && a.order_id == b.order_id; });
    return out;
  };
  MUSTER_TRY(Looked looked, database_.read(look));
  if (!looked.changed) return looked.status;
  return database_.write([&](Transaction& tx) -> Result<StopStatus> {
    MUSTER_TRY(Looked again, look(tx));
    if (!again.changed) return again.status;
    const Instant now = recorder_.clock().now();
    // Never lower than the time: also a database that was put back does not confuse a gateway.
    const std::int64_t version = std::max(again.status.version + 1, now.micros / 1'000'000);
    std::map<std::string, std::string> before;
    for (const auto& e : again.stood) before.emplace(e.scope, e.order_id);
    std::int64_t begun = 0, ended = 0;
    std::map<std::string, const StopEntry*> after;
    for (const auto& e : again.stands.entries) after.emplace(e.scope, &e);
    for (const auto& [scope, order] : before) {
      const auto still = after.find(scope);
      if (still != after.end() && still->second->order_id == order) continue;
      tx.run(kEnd, {{"version", version}, {"scope", scope}});
      ++ended;
    }
    for (const auto& e : again.stands.entries) {
      const auto stood = before.find(e.scope);
      if (stood != before.end() && stood->second == e.order_id) continue;
      tx.run(kBegin, {{"scope", e.scope}, {"version", version}, {"order", e.order_id}, {"number", e.order_number}});
      ++begun;
    }
    tx.run(kSetStopState, {{"version", version}, {"now", now}});
    recorder_.record(tx, kStopListChanged, "system:billing", "stop_list", "stop_list",
                     fmt::format(R"({{"version":{},"begun":{},"ended":{}}})", version, begun, ended));
    again.status.version = version;
    again.status.changed_at = now;
    return again.status;
  });
}

Result<std::string> StopList::document(std::int64_t since) const {
  MUSTER_TRY(const StopStatus status, step());
  StopDocument d;
  d.origin = key_.name();
  d.version = status.version;
  d.made_at = recorder_.clock().now();
  d.valid_until = d.made_at + policy_.duration("order.feed_validity");
  MUSTER_CHECK_OK(database_.read([&](Transaction& tx) -> Result<void> {
    const bool known = since > 0 && since <= status.version &&
                       (since == status.version || tx.one(kKnown, {{"since", since}}).has_value());
    d.since = known ? since : 0;
    if (known)
      for (const auto& row : tx.query(kEnded, {{"since", since}})) d.changes.push_back({false, row.text("scope"), ""});
    for (const auto& row : tx.query(kBegun, {{"since", d.since}}))
      d.changes.push_back({true, row.text("scope"), row.text("order_number")});
    return {};
  }));
  const std::string text = to_text(d);
  return text + "\n" + ledger::sign_statement(kStopListKind, text, d.made_at, key_);
}

Result<StopStatus> StopList::status() const {
  return step();
}

Result<std::vector<StopEntry>> StopList::entries(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<StopEntry>> {
    std::vector<StopEntry> out;
    for (const auto& row : tx.query(kPage, {{"after", after}, {"limit", limit}})) out.push_back(entry_of(row));
    return out;
  });
}

Result<std::vector<StopEntry>> StopList::entries_of(const std::string& number, const std::string& party_id,
                                                    const std::string& after, int limit) const {
  const std::string links = "link:" + number, channels = "channel:" + number;
  return database_.read([&](Transaction& tx) -> Result<std::vector<StopEntry>> {
    std::vector<StopEntry> out;
    for (const auto& row : tx.query(kOfPartner, {{"after", after},
                                                 {"number", "partner:" + number},
                                                 {"party", "partner:" + party_id},
                                                 {"channels", channels + "/"},
                                                 {"channels_end", channels + "0"},  // what follows "/"
                                                 {"links", links + "/"},
                                                 {"links_end", links + "0"},
                                                 {"of", party_id},
                                                 {"limit", limit}}))
      out.push_back(entry_of(row));
    return out;
  });
}

void StopList::add_suspensions(Transaction& tx, std::vector<TariffService>& services) const {
  std::map<std::string, std::vector<Span>> by_code, by_party;
  for (const auto& row : tx.query(kContractOrders)) {
    const auto scope = stop_scope(row.text("scope_value"));
    if (!scope || (scope->kind != "service" && scope->kind != "partner")) continue;
    std::vector<OrderEvent> happened;
    for (const auto& e : events::of_record(tx, "order", row.text("id"))) happened.push_back({e.kind, e.at});
    const auto spans = spans_of_order(happened, row.instant("starts"), row.instant("expires_at"));
    auto& into = scope->kind == "service" ? by_code[scope->ref] : by_party[party_of(tx, scope->ref)];
    into.insert(into.end(), spans.begin(), spans.end());
  }
  for (auto& s : services) {
    if (const auto own = by_code.find(s.code); own != by_code.end())
      s.suspended.insert(s.suspended.end(), own->second.begin(), own->second.end());
    if (const auto partner = by_party.find(s.partner_id); partner != by_party.end())
      s.suspended.insert(s.suspended.end(), partner->second.begin(), partner->second.end());
  }
}

}  // namespace muster::billing

#include "restriction_store.h"

#include <base/words.h>
#include <store/key_range.h>

namespace muster::restrictions {
namespace {

#define HOLD_COLUMNS                                                                                                  \
  "id, name, ground, site_id, provider_id, notice_ref, decision_ref, order_ref, from_at, until_at, state, ended_at, " \
  "end_reason, version"
#define ENTRY_COLUMNS \
  "id, name, ground, reason, order_ref, from_at, until_at, review_at, state, ended_at, end_reason, version"

constexpr store::Sql kInsertHold{"hold_insert",
                                 "insert into hold(" HOLD_COLUMNS
                                 ") values(:id, :name, :ground, :site, :provider, :notice, :decision, :order, "
                                 ":from, :until, :state, null, '', 1)"};
constexpr store::Sql kEndHold{
    "hold_end",
    "update hold set state = :state, ended_at = :ended, end_reason = :reason, version = :version "
    "where id = :id and version = :version - 1"};
constexpr store::Sql kHold{"hold_get", "select " HOLD_COLUMNS " from hold where id = :id"};
constexpr store::Sql kActiveHold{"hold_active",
                                 "select " HOLD_COLUMNS " from hold where name = :name and state = 'active'"};
constexpr store::Sql kDueHolds{
    "hold_due",
    "select " HOLD_COLUMNS " from hold where state = 'active' and until_at <= :now order by until_at, id limit :limit"};
constexpr store::Sql kHoldsById{
    "hold_list",
    "select " HOLD_COLUMNS
    " from hold where id > :after and (:provider = '' or provider_id = :provider) order by id limit :limit"};
constexpr store::Sql kHoldsByState{
    "hold_list_state",
    "select " HOLD_COLUMNS
    " from hold where state = :state and id > :after and (:provider = '' or provider_id = :provider) "
    "order by id limit :limit"};
constexpr store::Sql kHoldsByName{
    "hold_list_name", "select " HOLD_COLUMNS
                      " from hold where name >= :low and name < :high and (name, id) > (:low, :after_id) "
                      "and (:state = '' or state = :state) and (:provider = '' or provider_id = :provider) order by "
                      "name, id limit :limit"};

constexpr store::Sql kInsertEntry{"blocklist_insert",
                                  "insert into blocklist_entry(" ENTRY_COLUMNS
                                  ") values(:id, :name, :ground, :reason, :order, :from, :until, :review, "
                                  ":state, null, '', 1)"};
constexpr store::Sql kChangeEntry{
    "blocklist_change",
    "update blocklist_entry set state = :state, order_ref = :order, ended_at = :ended, end_reason = :reason, "
    "version = :version where id = :id and version = :version - 1"};
constexpr store::Sql kEntry{"blocklist_get", "select " ENTRY_COLUMNS " from blocklist_entry where id = :id"};
constexpr store::Sql kActiveEntry{
    "blocklist_active", "select " ENTRY_COLUMNS " from blocklist_entry where name = :name and state = 'active'"};
constexpr store::Sql kDueEntries{
    "blocklist_due",
    "select " ENTRY_COLUMNS
    " from blocklist_entry where state = 'active' and until_at <= :now order by until_at, id limit :limit"};
constexpr store::Sql kEntriesById{
    "blocklist_list",
    "select " ENTRY_COLUMNS " from blocklist_entry where id > :after and ground <> :sealed order by id limit :limit"};
constexpr store::Sql kEntriesByState{"blocklist_list_state",
                                     "select " ENTRY_COLUMNS
                                     " from blocklist_entry where state = :state and id > :after and ground <> :sealed "
                                     "order by id limit :limit"};
constexpr store::Sql kEntriesByName{
    "blocklist_list_name",
    "select " ENTRY_COLUMNS
    " from blocklist_entry where name >= :low and name < :high and (name, id) > (:low, :after_id) "
    "and (:state = '' or state = :state) and ground <> :sealed order by name, id limit :limit"};
constexpr store::Sql kAnything{
    "restrictions_anything",
    "select (select count(*) from (select id from hold where state = 'active' limit 1) h) + "
    "(select count(*) from (select id from blocklist_entry where state = 'active' limit 1) b) as n"};
constexpr store::Sql kHoldsInForce{
    "hold_in_force",
    "select name, ground from hold where state = 'active' and from_at <= :now and until_at > :now order by name"};
constexpr store::Sql kEntriesInForce{"blocklist_in_force",
                                     "select name, ground from blocklist_entry where state = 'active' and from_at <= "
                                     ":now and until_at > :now order by name"};

Hold hold_of(const store::Row& row) {
  Hold hold;
  hold.id = row.text("id");
  hold.name = row.text("name");
  hold.ground = known(hold_ground(row.text("ground")));
  hold.site_id = row.maybe_text("site_id");
  hold.provider_id = row.text("provider_id");
  hold.notice_ref = row.text("notice_ref");
  hold.decision_ref = row.maybe_text("decision_ref");
  hold.order_ref = row.maybe_text("order_ref");
  hold.from = row.instant("from_at");
  hold.until = row.instant("until_at");
  hold.state = known(hold_state(row.text("state")));
  hold.ended_at = row.maybe_instant("ended_at");
  hold.end_reason = row.text("end_reason");
  hold.version = row.integer("version");
  return hold;
}

Entry entry_of(const store::Row& row) {
  Entry entry;
  entry.id = row.text("id");
  entry.name = row.text("name");
  entry.ground = known(blocklist_ground(row.text("ground")));
  entry.reason = row.text("reason");
  entry.order_ref = row.maybe_text("order_ref");
  entry.from = row.instant("from_at");
  entry.until = row.instant("until_at");
  entry.review = row.instant("review_at");
  entry.state = known(entry_state(row.text("state")));
  entry.ended_at = row.maybe_instant("ended_at");
  entry.end_reason = row.text("end_reason");
  entry.version = row.integer("version");
  return entry;
}

template <class T>
std::vector<T> all(store::Transaction& tx, const store::Sql& sql, const store::Binds& binds,
                   T (*of)(const store::Row&)) {
  std::vector<T> out;
  tx.each(sql, binds, [&](const store::Row& row) {
    out.push_back(of(row));
    return true;
  });
  return out;
}
template <class T>
std::optional<T> first(std::vector<T> list) {
  if (list.empty()) return std::nullopt;
  return std::move(list.front());
}

// A key of a list by name is "name id"; names hold no blanks.
std::string name_of_key(const std::string& key) {
  return key.substr(0, key.find(' '));
}
std::string id_of_key(const std::string& key) {
  return key.find(' ') == std::string::npos ? "" : key.substr(key.find(' ') + 1);
}

}  // namespace

void insert(store::Transaction& tx, const Hold& hold) {
  tx.run(kInsertHold, {{"id", hold.id},
                       {"name", hold.name},
                       {"ground", to_text(hold.ground)},
                       {"site", hold.site_id},
                       {"provider", hold.provider_id},
                       {"notice", hold.notice_ref},
                       {"decision", hold.decision_ref},
                       {"order", hold.order_ref},
                       {"from", hold.from},
                       {"until", hold.until},
                       {"state", to_text(hold.state)}});
}

void insert(store::Transaction& tx, const Entry& entry) {
  tx.run(kInsertEntry, {{"id", entry.id},
                        {"name", entry.name},
                        {"ground", to_text(entry.ground)},
                        {"reason", entry.reason},
                        {"order", entry.order_ref},
                        {"from", entry.from},
                        {"until", entry.until},
                        {"review", entry.review},
                        {"state", to_text(entry.state)}});
}

void end_hold(store::Transaction& tx, const Hold& hold) {
  tx.run(kEndHold, {{"id", hold.id},
                    {"state", to_text(hold.state)},
                    {"ended", hold.ended_at},
                    {"reason", hold.end_reason},
                    {"version", hold.version}});
}

void change_entry(store::Transaction& tx, const Entry& entry) {
  tx.run(kChangeEntry, {{"id", entry.id},
                        {"state", to_text(entry.state)},
                        {"order", entry.order_ref},
                        {"ended", entry.ended_at},
                        {"reason", entry.end_reason},
                        {"version", entry.version}});
}

std::optional<Hold> find_hold(store::Transaction& tx, const std::string& id) {
  return first(all(tx, kHold, {{"id", id}}, hold_of));
}
std::optional<Entry> find_entry(store::Transaction& tx, const std::string& id) {
  return first(all(tx, kEntry, {{"id", id}}, entry_of));
}
std::optional<Hold> active_hold_of(store::Transaction& tx, const std::string& name) {
  return first(all(tx, kActiveHold, {{"name", name}}, hold_of));
}
std::optional<Entry> active_entry_of(store::Transaction& tx, const std::string& name) {
  return first(all(tx, kActiveEntry, {{"name", name}}, entry_of));
}
std::vector<Hold> due_holds(store::Transaction& tx, Instant now, int limit) {
  return all(tx, kDueHolds, {{"now", now}, {"limit", limit}}, hold_of);
}
std::vector<Entry> due_entries(store::Transaction& tx, Instant now, int limit) {
  return all(tx, kDueEntries, {{"now", now}, {"limit", limit}}, entry_of);
}

std::vector<Hold> list_holds(store::Transaction& tx, const HoldFilter& filter, const std::string& after, int limit) {
  store::Binds binds{
      {"provider", filter.provider_id}, {"limit", limit}, {"state", filter.state ? to_text(*filter.state) : ""}};
  if (!filter.name_prefix.empty()) {
    const auto range = store::keys_from(filter.name_prefix, name_of_key(after));
    binds.insert(binds.end(), {{"low", range.low}, {"high", range.high}, {"after_id", id_of_key(after)}});
    return all(tx, kHoldsByName, binds, hold_of);
  }
  binds.emplace_back("after", after);
  return all(tx, filter.state ? kHoldsByState : kHoldsById, binds, hold_of);
}

std::vector<Entry> list_entries(store::Transaction& tx, const EntryFilter& filter, const std::string& after,
                                int limit) {
  store::Binds binds{{"limit", limit},
                     {"state", filter.state ? to_text(*filter.state) : ""},
                     {"sealed", filter.with_sealed ? "" : to_text(BlocklistGround::child_abuse_material)}};
  if (!filter.name_prefix.empty()) {
    const auto range = store::keys_from(filter.name_prefix, name_of_key(after));
    binds.insert(binds.end(), {{"low", range.low}, {"high", range.high}, {"after_id", id_of_key(after)}});
    return all(tx, kEntriesByName, binds, entry_of);
  }
  binds.emplace_back("after", after);
  return all(tx, filter.state ? kEntriesByState : kEntriesById, binds, entry_of);
}

std::string key_of(const HoldFilter& filter, const Hold& hold) {
  return filter.name_prefix.empty() ? hold.id : hold.name + " " + hold.id;
}
std::string key_of(const EntryFilter& filter, const Entry& entry) {
  return filter.name_prefix.empty() ? entry.id : entry.name + " " + entry.id;
}

bool anything_active(store::Transaction& tx) {
  return tx.one(kAnything)->integer("n") > 0;
}

void each_in_force(store::Transaction& tx, Instant now, const std::function<bool(const Restricted&)>& visit) {
  bool go_on = true;
  const auto stream = [&](const store::Sql& sql, bool blocklisted) {
    tx.each(sql, {{"now", now}}, [&](const store::Row& row) {
      const std::string name = row.text("name"), ground = row.text("ground");
      return go_on = visit({name, blocklisted, ground});
    });
  };
  stream(kHoldsInForce, false);
  if (go_on) stream(kEntriesInForce, true);
}

}  // namespace muster::restrictions

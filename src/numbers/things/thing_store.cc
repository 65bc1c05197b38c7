#include "thing_store.h"

#include <base/text.h>
#include <base/words.h>
#include <store/null.h>

#include <fmt/format.h>

namespace muster::things {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertThing{
    "thing_insert",
    "insert into thing(id, line_id, ownership_id, contact_id, device_kind, device, scenario, services, evidence_ref, "
    "replaces_id, state, state_since, bound_by, bound_at, version) values(:id, :line, :ownership, :contact, :kind, "
    ":device, :scenario, :services, :evidence, :replaces, 'bound', :at, :by, :at, 1)"};
constexpr Sql kChangeThing{"thing_change",
                           "update thing set state = :state, state_since = :since, due_at = :due, end_reason = "
                           ":reason, ended_at = :ended, version = :version where id = :id and version = :version - 1"};
constexpr Sql kThing{"thing_get", "select * from thing where id = :id"};
constexpr Sql kOpenOfLine{"thing_open_of_line", "select * from thing where line_id = :line and state <> 'ended'"};
constexpr Sql kOpenOfDevice{"thing_open_of_device", "select * from thing where device = :device and state <> 'ended'"};
constexpr Sql kOfLine{"thing_of_line", "select * from thing where line_id = :line order by id"};
constexpr Sql kList{"thing_list", "select * from thing where state = :state and id > :after order by id limit :limit"};
constexpr Sql kUnexplained{"thing_unexplained",
                           "select t.* from thing t where t.state = 'mismatched' and t.due_at <= :now and not "
                           "exists(select 1 from thing_bar b where b.line_id = t.line_id) order by t.due_at, t.id "
                           "limit :limit"};
constexpr Sql kLeftBehind{"thing_left_behind",
                          "select t.*, case when o.until_at is null then 0 else 1 end as gone from thing t join "
                          "line_ownership o on o.id = t.ownership_id where t.state = :state and t.id > :after order by "
                          "t.id limit :limit"};
#define THING_WANTED "select w.line_id, w.since, w.spared from thing_wanted w join line l on l.id = w.line_id where "
#define THING_SERVES "and l.state in ('active', 'warned', 'one_way_barred') order by w.since, w.line_id limit :limit"
constexpr Sql kUnbound{
    "thing_unbound",
    THING_WANTED "w.barred = 0 and (w.since > :after or (w.since = :after and w.line_id > :after_id)) " THING_SERVES};
constexpr Sql kUnboundDue{"thing_unbound_due",
                          THING_WANTED "w.barred = 0 and w.spared = 0 and w.since <= :until " THING_SERVES};
#undef THING_WANTED
#undef THING_SERVES
constexpr Sql kUnboundSince{"thing_unbound_since", "select since from thing_wanted where line_id = :line"};
constexpr Sql kUnboundBarred{"thing_unbound_barred", "update thing_wanted set barred = 1 where line_id = :line"};
constexpr Sql kPutBar{"thing_bar_put",
                      "insert into thing_bar(line_id, reason, line_since) values(:line, :reason, :since) on "
                      "conflict(line_id) do update set reason = excluded.reason, line_since = excluded.line_since"};
constexpr Sql kBar{"thing_bar_get", "select reason, line_since from thing_bar where line_id = :line"};
constexpr Sql kDropBar{"thing_bar_drop", "delete from thing_bar where line_id = :line"};

Thing thing_of(const Row& row) {
  Thing t;
  t.id = row.text("id");
  t.line_id = row.text("line_id");
  t.ownership_id = row.text("ownership_id");
  t.contact_id = row.text("contact_id");
  t.device = {known(device_kind(row.text("device_kind"))), row.text("device")};
  t.scenario = row.text("scenario");
  for (const auto& service : split(row.text("services"), ' ')) t.services.emplace_back(service);
  t.evidence_ref = row.text("evidence_ref");
  t.replaces_id = row.text("replaces_id");
  t.state = known(state(row.text("state")));
  t.state_since = row.instant("state_since");
  t.due_at = row.maybe_instant("due_at");
  t.end_reason = row.text("end_reason");
  t.bound_by = row.text("bound_by");
  t.bound_at = row.instant("bound_at");
  t.ended_at = row.maybe_instant("ended_at");
  t.version = row.integer("version");
  return t;
}
std::optional<Thing> one_of(const std::optional<Row>& row) {
  return row ? std::optional(thing_of(*row)) : std::nullopt;
}
std::vector<Thing> all_of(const std::vector<Row>& rows) {
  std::vector<Thing> out;
  for (const Row& row : rows) out.push_back(thing_of(row));
  return out;
}
std::vector<Unbound> unbound_of(const std::vector<Row>& rows) {
  std::vector<Unbound> out;
  for (const Row& row : rows) out.push_back({row.text("line_id"), row.instant("since"), row.flag("spared")});
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Thing& t) {
  tx.run(kInsertThing, {{"id", t.id},
                        {"line", t.line_id},
                        {"ownership", t.ownership_id},
                        {"contact", t.contact_id},
                        {"kind", to_text(t.device.kind)},
                        {"device", t.device.number},
                        {"scenario", t.scenario},
                        {"services", fmt::format("{}", fmt::join(t.services, " "))},
                        {"evidence", t.evidence_ref},
                        {"replaces", store::text_or_null(t.replaces_id)},
                        {"by", t.bound_by},
                        {"at", t.bound_at}});
}
bool change(store::Transaction& tx, const Thing& t) {
  return tx.run(kChangeThing, {{"id", t.id},
                               {"state", to_text(t.state)},
                               {"since", t.state_since},
                               {"due", t.due_at},
                               {"reason", store::text_or_null(t.end_reason)},
                               {"ended", t.ended_at},
                               {"version", t.version}}) == 1;
}
std::optional<Thing> find_thing(store::Transaction& tx, const std::string& id) {
  return one_of(tx.one(kThing, {{"id", id}}));
}
std::optional<Thing> open_of_line(store::Transaction& tx, const std::string& line_id) {
  return one_of(tx.one(kOpenOfLine, {{"line", line_id}}));
}
std::optional<Thing> open_of_device(store::Transaction& tx, const std::string& device) {
  return one_of(tx.one(kOpenOfDevice, {{"device", device}}));
}
std::vector<Thing> of_line(store::Transaction& tx, const std::string& line_id) {
  return all_of(tx.query(kOfLine, {{"line", line_id}}));
}
std::vector<Thing> list(store::Transaction& tx, State state, const std::string& after, int limit) {
  return all_of(tx.query(kList, {{"state", to_text(state)}, {"after", after}, {"limit", limit}}));
}
std::vector<Thing> unexplained(store::Transaction& tx, Instant now, int limit) {
  return all_of(tx.query(kUnexplained, {{"now", now}, {"limit", limit}}));
}
std::vector<Thing> left_behind(store::Transaction& tx, State open, const std::string& after, int limit,
                               std::string& last) {
  std::vector<Thing> out;
  last.clear();
  for (const Row& row : tx.query(kLeftBehind, {{"state", to_text(open)}, {"after", after}, {"limit", limit}})) {
    last = row.text("id");
    if (row.integer("gone") == 1) out.push_back(thing_of(row));
  }
  return out;
}
std::vector<Unbound> unbound(store::Transaction& tx, Instant after, const std::string& after_id, int limit) {
  return unbound_of(tx.query(kUnbound, {{"after", after}, {"after_id", after_id}, {"limit", limit}}));
}
std::vector<Unbound> unbound_due(store::Transaction& tx, Instant until, int limit) {
  return unbound_of(tx.query(kUnboundDue, {{"until", until}, {"limit", limit}}));
}
std::optional<Instant> unbound_since(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kUnboundSince, {{"line", line_id}});
  return row ? std::optional(row->instant("since")) : std::nullopt;
}
void unbound_barred(store::Transaction& tx, const std::string& line_id) {
  tx.run(kUnboundBarred, {{"line", line_id}});
}
void put_bar(store::Transaction& tx, const std::string& line_id, const Bar& bar) {
  tx.run(kPutBar, {{"line", line_id}, {"reason", bar.reason}, {"since", bar.line_since}});
}
std::optional<Bar> find_bar(store::Transaction& tx, const std::string& line_id) {
  const auto row = tx.one(kBar, {{"line", line_id}});
  return row ? std::optional(Bar{row->text("reason"), row->instant("line_since")}) : std::nullopt;
}
void drop_bar(store::Transaction& tx, const std::string& line_id) {
  tx.run(kDropBar, {{"line", line_id}});
}

}  // namespace muster::things

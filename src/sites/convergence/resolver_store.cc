#include "resolver_store.h"

#include <algorithm>

namespace muster::convergence {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kInsert{"resolver_insert",
                      "insert into resolver(id, label, address, port, serial, added_by, added_at) "
                      "values(:id, :label, :address, :port, :serial, :by, :now)"};
constexpr Sql kKnown{"resolver_known",
                     "select 1 as one from resolver where address = :address and port = :port and ended_at is null"};
constexpr Sql kEnd{"resolver_end", "update resolver set ended_at = :now where id = :id and ended_at is null"};
constexpr Sql kForgetOf{"resolver_probes_forget", "delete from resolver_probe where resolver_id = :id"};
constexpr Sql kList{"resolver_list", "select * from resolver where id > :after order by id limit :limit"};
constexpr Sql kStates{"resolver_states",
                      "select state, count(*) as n from resolver_probe where resolver_id = :id group by state"};
constexpr Sql kTook{"resolver_took",
                    "select agreed_at - changed_at as took from resolver_probe where resolver_id = :id and agreed_at > "
                    ":since order by agreed_at - changed_at limit 10000"};
constexpr Sql kSerial{"resolver_serial", "update resolver set serial = :serial where id = :id"};
constexpr Sql kDrifts{"resolver_drifts", "select drifts from resolver where id = :id"};
constexpr Sql kAnswered{"resolver_answered", "update resolver set answered_at = :now where id = :id"};
constexpr Sql kSetDrifts{"resolver_set_drifts", "update resolver set drifts = :drifts where id = :id"};
constexpr Sql kPut{
    "resolver_probe_put",
    "insert into resolver_probe(id, resolver_id, name, wildcard, blocked, state, seen, changed_at, due_at) "
    "values(:id, :resolver, :name, :wildcard, :blocked, 'waiting', '', :changed, :now) "
    "on conflict(resolver_id, name, wildcard) do update set blocked = excluded.blocked, state = 'waiting', "
    "changed_at = excluded.changed_at, due_at = excluded.due_at, agreed_at = null, asked = 0"};
constexpr Sql kDue{"resolver_probe_due",
                   "select * from resolver_probe where resolver_id = :resolver and due_at <= :now order by due_at, id "
                   "limit :limit"};
constexpr Sql kAsked{"resolver_probe_asked",
                     "update resolver_probe set state = :state, seen = :seen, asked = asked + 1, asked_at = :now, "
                     "due_at = :due, agreed_at = case when :agreed = 1 and agreed_at is null then :now else agreed_at "
                     "end where id = :id and changed_at = :changed"};
constexpr Sql kCountDrifts{
    "resolver_probe_drifts",
    "select count(*) as n from resolver_probe where resolver_id = :resolver and state = 'drift'"};
constexpr Sql kForgetOpen{"resolver_probe_forget_open",
                          "delete from resolver_probe where resolver_id = :resolver and blocked = 0 and state in "
                          "('agreed', 'undecided') and changed_at < :before"};
constexpr Sql kForgetMany{"resolver_probe_forget_many",
                          "delete from resolver_probe where resolver_id = :resolver and state = 'agreed' and id not in "
                          "(select id from resolver_probe where resolver_id = :resolver order by changed_at desc, id "
                          "desc limit :kept)"};
constexpr Sql kProbes{"resolver_probes",
                      "select p.*, r.label from resolver_probe p join resolver r on r.id = p.resolver_id "
                      "where (:resolver = '' or p.resolver_id = :resolver) and (:state = '' or p.state = :state) "
                      "and (:after = '' or p.id < :after) order by p.id desc limit :limit"};

// Nearest rank: the least that is not below so many of a hundred.
std::optional<Duration> rank(const std::vector<std::int64_t>& sorted, std::size_t percent) {
  if (sorted.empty()) return {};
  return Duration(sorted[(sorted.size() * percent + 99) / 100 - 1]);
}

ResolverLine resolver_of(const store::Row& row) {
  ResolverLine r;
  r.id = row.text("id");
  r.label = row.text("label");
  r.address = row.text("address");
  r.port = static_cast<std::uint16_t>(row.integer("port"));
  r.added_at = row.instant("added_at");
  r.ended_at = row.maybe_instant("ended_at");
  r.answered_at = row.maybe_instant("answered_at");
  r.serial = row.integer("serial");
  return r;
}

}  // namespace

void insert_resolver(Transaction& tx, const ResolverLine& resolver, const std::string& person) {
  tx.run(kInsert, {{"id", resolver.id},
                   {"label", resolver.label},
                   {"address", resolver.address},
                   {"port", static_cast<int>(resolver.port)},
                   {"serial", resolver.serial},
                   {"by", person},
                   {"now", resolver.added_at}});
}
bool resolver_is_known(Transaction& tx, const std::string& address, std::uint16_t port) {
  return tx.one(kKnown, {{"address", address}, {"port", static_cast<int>(port)}}).has_value();
}
bool end_resolver(Transaction& tx, const std::string& id, Instant now) {
  if (tx.run(kEnd, {{"id", id}, {"now", now}}) != 1) return false;
  tx.run(kForgetOf, {{"id", id}});
  set_drifts(tx, id, false);
  return true;
}
std::vector<ResolverLine> select_resolvers(Transaction& tx, const std::string& after, int limit) {
  std::vector<ResolverLine> out;
  for (const auto& row : tx.query(kList, {{"after", after}, {"limit", limit}})) out.push_back(resolver_of(row));
  return out;
}
void add_figures(Transaction& tx, ResolverLine& r, Instant now) {
  for (const auto& row : tx.query(kStates, {{"id", r.id}})) {
    const std::string state = row.text("state");
    (state == "agreed"    ? r.agreed
     : state == "drift"   ? r.drifts
     : state == "waiting" ? r.waiting
                          : r.undecided) = row.integer("n");
  }
  std::vector<std::int64_t> took;
  for (const auto& row : tx.query(kTook, {{"id", r.id}, {"since", now - kCounted}}))
    took.push_back(row.integer("took"));
  r.changes = static_cast<std::int64_t>(took.size());
  r.p50 = rank(took, 50);
  r.p99 = rank(took, 99);
  r.longest = rank(took, 100);
}
void set_serial(Transaction& tx, const std::string& id, std::int64_t serial) {
  tx.run(kSerial, {{"id", id}, {"serial", serial}});
}
bool drifts_as_told(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kDrifts, {{"id", id}});
  return row && row->flag("drifts");
}
void set_answered(Transaction& tx, const std::string& id, Instant now) {
  tx.run(kAnswered, {{"id", id}, {"now", now}});
}
void set_drifts(Transaction& tx, const std::string& id, bool drifts) {
  tx.run(kSetDrifts, {{"id", id}, {"drifts", drifts}});
}

void put_probe(Transaction& tx, const std::string& resolver_id, const zones::ZoneEntry& entry, bool blocked,
               const std::string& id, Instant changed_at, Instant now) {
  tx.run(kPut, {{"id", id},
                {"resolver", resolver_id},
                {"name", entry.name},
                {"wildcard", entry.wildcard},
                {"blocked", blocked},
                {"changed", changed_at},
                {"now", now}});
}
std::vector<DueProbe> select_due(Transaction& tx, const std::string& resolver_id, Instant now, int limit) {
  std::vector<DueProbe> out;
  for (const auto& row : tx.query(kDue, {{"resolver", resolver_id}, {"now", now}, {"limit", limit}}))
    out.push_back(
        {row.text("id"),
         row.text("name"),
         row.flag("wildcard"),
         {row.flag("blocked"), row.text("state"), row.instant("changed_at"), static_cast<int>(row.integer("asked"))}});
  return out;
}
void set_asked(Transaction& tx, const DueProbe& probe, const Judged& judged, Seen seen, Instant now) {
  tx.run(kAsked, {{"id", probe.id},
                  {"changed", probe.probe.changed_at},
                  {"state", judged.state},
                  {"seen", to_text(seen)},
                  {"now", now},
                  {"due", now + judged.again},
                  {"agreed", judged.agreed_now}});
}
std::int64_t count_drifts(Transaction& tx, const std::string& resolver_id) {
  return tx.one(kCountDrifts, {{"resolver", resolver_id}})->integer("n");
}
void forget_probes(Transaction& tx, const std::string& resolver_id, Instant before, int kept) {
  tx.run(kForgetOpen, {{"resolver", resolver_id}, {"before", before}});
  tx.run(kForgetMany, {{"resolver", resolver_id}, {"kept", kept}});
}
std::vector<ProbeLine> select_probes(Transaction& tx, const std::string& resolver_id, const std::string& state,
                                     const std::string& after, int limit) {
  std::vector<ProbeLine> out;
  for (const auto& row :
       tx.query(kProbes, {{"resolver", resolver_id}, {"state", state}, {"after", after}, {"limit", limit}}))
    out.push_back({row.text("id"), row.text("label"), row.text("name"), row.flag("wildcard"), row.flag("blocked"),
                   row.text("state"), row.text("seen"), row.instant("changed_at"), row.maybe_instant("asked_at"),
                   row.maybe_instant("agreed_at")});
  return out;
}

}  // namespace muster::convergence

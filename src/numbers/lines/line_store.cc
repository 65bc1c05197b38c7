#include "line_store.h"

#include <base/words.h>
#include <lines/service.h>
#include <store/keys.h>

namespace muster::lines {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertPool{
    "pool_insert",
    "insert into number_pool(id, name, operator, region, kind, first_number, last_number, stocked, "
    "created_at, origin) values(:id, :name, :operator, :region, :kind, :first, :last, 0, :at, :origin)"};
constexpr Sql kPool{"pool_get", "select * from number_pool where id = :id"};
constexpr Sql kPools{"pool_list", "select * from number_pool order by name"};
constexpr Sql kStocked{"pool_stocked", "update number_pool set stocked = :stocked where id = :id"};

// The SIM by a subquery and not by a join: for many lines at once a planner may hash all SIMs there are.
#define LINE                                                                                                       \
  "select l.*, p.kind, (select s.sim_id from line_sim s where s.line_id = l.id and s.until_at is null) as sim_id " \
  "from line l join number_pool p on p.id = l.pool_id "
constexpr Sql kLine{"line_get", LINE "where l.id = :id"};
constexpr Sql kByMsisdn{"line_by_msisdn", LINE "where l.msisdn = :msisdn"};
constexpr Sql kByMsisdns{"line_by_msisdns", LINE "where l.msisdn in " MUSTER_KEYS};
constexpr Sql kByIds{"line_by_ids", LINE "where l.id in " MUSTER_KEYS};
constexpr Sql kLowestFree{"line_lowest_free",
                          LINE "where l.pool_id = :pool and l.state = 'available' order by l.msisdn limit 1"};
constexpr Sql kOfRange{"line_of_range",
                       LINE "where l.msisdn > :above and l.msisdn <= :last order by l.msisdn limit :limit"};
// The states are those of the index line_stopped, so that it serves the statement.
constexpr Sql kStopped{"line_stopped", LINE
                       "where l.state in ('warned', 'one_way_barred', 'barred') and l.state = :state and l.id > "
                       ":after order by l.id limit :limit"};
constexpr Sql kDue{"line_due",
                   LINE "where l.due_at is not null and l.due_at <= :now order by l.due_at, l.id limit :limit"};
constexpr Sql kDisconnected{"line_disconnected", LINE
                            "where l.state = 'disconnected' and l.state_since >= :since and p.origin = 'own' and "
                            "not exists(select 1 from line_port x where x.line_id = l.id and x.direction = 'out' "
                            "and x.state = 'done') order by l.state_since, l.id limit :limit"};
constexpr Sql kForeignPool{"pool_of_foreign_number",
                           "select * from number_pool where first_number <= :msisdn and last_number >= :msisdn and "
                           "origin = 'foreign'"};
constexpr Sql kStockedFor{
    "line_stocked_for",
    "select l.*, p.kind, m.id as sim_id, m.iccid from line l join number_pool p on p.id = l.pool_id join line_sim s on "
    "s.line_id = l.id and s.until_at is null join sim m on m.id = s.sim_id where l.state = 'reserved' and "
    "l.reserved_for = :code and l.id > :after order by l.id limit :limit"};
constexpr Sql kChange{
    "line_change",
    "update line set state = :state, state_since = :since, due_at = :due, reserved_for = :reserved_for, "
    "version = :version where id = :id and version = :version - 1"};
constexpr Sql kCounts{"line_counts", "select pool_id, state, count(*) as n from line group by pool_id, state"};

Pool pool_of(const Row& row) {
  Pool pool;
  pool.id = row.text("id");
  pool.name = row.text("name");
  pool.operator_name = row.text("operator");
  pool.region = row.text("region");
  pool.kind = known(line_kind(row.text("kind")));
  pool.first = row.integer("first_number");
  pool.last = row.integer("last_number");
  pool.stocked = row.integer("stocked");
  pool.created_at = row.instant("created_at");
  pool.foreign = row.text("origin") == "foreign";
  return pool;
}

Line line_of(const Row& row) {
  Line line;
  line.id = row.text("id");
  line.msisdn = row.integer("msisdn");
  line.pool_id = row.text("pool_id");
  line.kind = known(line_kind(row.text("kind")));
  line.state = known(state(row.text("state")));
  line.state_since = row.instant("state_since");
  line.due_at = row.maybe_instant("due_at");
  line.reserved_for = row.text("reserved_for");
  line.sim_id = row.text("sim_id");
  line.version = row.integer("version");
  return line;
}

std::optional<Line> one_line(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  const auto row = tx.one(sql, binds);
  return row ? std::optional(line_of(*row)) : std::nullopt;
}

std::vector<Line> many_lines(store::Transaction& tx, const Sql& sql, const store::Binds& binds) {
  std::vector<Line> out;
  for (const Row& row : tx.query(sql, binds)) out.push_back(line_of(row));
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Pool& pool) {
  tx.run(kInsertPool, {{"id", pool.id},
                       {"name", pool.name},
                       {"operator", pool.operator_name},
                       {"region", pool.region},
                       {"kind", to_text(pool.kind)},
                       {"first", pool.first},
                       {"last", pool.last},
                       {"at", pool.created_at},
                       {"origin", pool.foreign ? "foreign" : "own"}});
}
std::optional<Pool> find_pool(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPool, {{"id", id}});
  return row ? std::optional(pool_of(*row)) : std::nullopt;
}
std::vector<Pool> all_pools(store::Transaction& tx) {
  std::vector<Pool> out;
  for (const Row& row : tx.query(kPools)) out.push_back(pool_of(row));
  return out;
}
void stocked(store::Transaction& tx, const Pool& pool) {
  tx.run(kStocked, {{"id", pool.id}, {"stocked", pool.stocked}});
}

void insert_lines(store::Transaction& tx, std::span<const Line> lines) {
  static constexpr std::string_view kColumns[] = {"id",          "msisdn", "pool_id",      "state",
                                                  "state_since", "due_at", "reserved_for", "version"};
  const auto rows = tx.bulk("line", kColumns);
  for (const Line& l : lines)
    rows->row(std::vector<store::Value>{l.id, l.msisdn, l.pool_id, std::string(to_text(l.state)), l.state_since.micros,
                                        std::monostate{}, std::string(), l.version});
  rows->finish();
}

std::optional<Line> find_line(store::Transaction& tx, const std::string& id) {
  return one_line(tx, kLine, {{"id", id}});
}
std::optional<Line> find_by_msisdn(store::Transaction& tx, std::int64_t msisdn) {
  return one_line(tx, kByMsisdn, {{"msisdn", msisdn}});
}
std::map<std::int64_t, Line> find_by_msisdns(store::Transaction& tx, const std::vector<std::int64_t>& msisdns) {
  std::map<std::int64_t, Line> out;
  // One number by the statement that is made for one: the other binds a hundred.
  if (msisdns.size() == 1) {
    if (auto line = find_by_msisdn(tx, msisdns.front())) out.emplace(line->msisdn, std::move(*line));
    return out;
  }
  for (std::size_t from = 0; from < msisdns.size(); from += store::kKeys) {
    store::Binds binds;
    binds.reserve(store::kKeys);
    for (std::size_t i = 0; i < store::kKeys; ++i)
      binds.emplace_back(store::key_names()[i], msisdns[std::min(from + i, msisdns.size() - 1)]);
    tx.each(kByMsisdns, binds, [&](const Row& row) {
      Line line = line_of(row);
      out.emplace(line.msisdn, std::move(line));
      return true;
    });
  }
  return out;
}

std::map<std::string, Line> find_lines(store::Transaction& tx, const std::vector<std::string>& ids) {
  std::map<std::string, Line> out;
  store::each_of(tx, kByIds, ids, [&](const Row& row) {
    Line line = line_of(row);
    out.emplace(line.id, std::move(line));
  });
  return out;
}

std::optional<Line> lowest_free(store::Transaction& tx, const std::string& pool_id) {
  return one_line(tx, kLowestFree, {{"pool", pool_id}});
}
void each_line(store::Transaction& tx, std::int64_t above, std::int64_t last,
               const std::function<bool(const Line&)>& visit) {
  tx.each(kOfRange, {{"above", above}, {"last", last}, {"limit", kPageScanMax}},
          [&](const Row& row) { return visit(line_of(row)); });
}
std::vector<Line> stopped_lines(store::Transaction& tx, State state, const std::string& after, int limit) {
  return many_lines(tx, kStopped, {{"state", to_text(state)}, {"after", after}, {"limit", limit}});
}
std::vector<Line> due_lines(store::Transaction& tx, Instant now, int limit) {
  return many_lines(tx, kDue, {{"now", now}, {"limit", limit}});
}
std::optional<Pool> foreign_pool_of(store::Transaction& tx, std::int64_t msisdn) {
  const auto row = tx.one(kForeignPool, {{"msisdn", msisdn}});
  return row ? std::optional(pool_of(*row)) : std::nullopt;
}
std::vector<Line> disconnected_lines(store::Transaction& tx, Instant since, int limit) {
  return many_lines(tx, kDisconnected, {{"since", since}, {"limit", limit}});
}
bool change(store::Transaction& tx, const Line& line) {
  return tx.run(kChange, {{"id", line.id},
                          {"state", to_text(line.state)},
                          {"since", line.state_since},
                          {"due", line.due_at},
                          {"reserved_for", line.reserved_for},
                          {"version", line.version}}) == 1;
}
void each_count(store::Transaction& tx, const std::function<void(const std::string&, State, std::int64_t)>& visit) {
  tx.each(kCounts, {}, [&](const Row& row) {
    visit(row.text("pool_id"), known(state(row.text("state"))), row.integer("n"));
    return true;
  });
}

std::vector<std::pair<Line, std::string>> stocked(store::Transaction& tx, const std::string& reserved_for,
                                                  const std::string& after, int limit) {
  std::vector<std::pair<Line, std::string>> out;
  for (const Row& row : tx.query(kStockedFor, {{"code", reserved_for}, {"after", after}, {"limit", limit}}))
    out.emplace_back(line_of(row), row.text("iccid"));
  return out;
}

}  // namespace muster::lines

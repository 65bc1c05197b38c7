// Flags of filings, what waits for a test, and the clocks.
#include "store.h"

#include <stdexcept>

namespace muster::holders {
namespace {

#define FLAG_COLUMNS "id, name, site_id, kind, from_at, former_holder_id, raised_at, cleared_at, cleared_by, note"
constexpr store::Sql kFlagIn{"domain_flag_in",
                             "insert into domain_flag(" FLAG_COLUMNS
                             ") values(:id, :name, :site, :kind, :from, :former, :raised, null, '', '')"};
constexpr store::Sql kFlagOpen{"domain_flag_open",
                               "select id from domain_flag where name = :name and kind = :kind and cleared_at is null"};
constexpr store::Sql kFlag{"domain_flag_find", "select " FLAG_COLUMNS " from domain_flag where id = :id"};
constexpr store::Sql kFlagClear{
    "domain_flag_clear",
    "update domain_flag set cleared_at = :at, cleared_by = :by, note = :note where id = :id and cleared_at is null"};
constexpr store::Sql kFlagsOfName{"domain_flags_of_name", "select " FLAG_COLUMNS
                                                          " from domain_flag where name = :name order by id desc "
                                                          "limit 100"};
constexpr store::Sql kFlagsOfSite{"domain_flags_of_site", "select " FLAG_COLUMNS
                                                          " from domain_flag where site_id = :site order by id desc "
                                                          "limit 100"};
constexpr store::Sql kQueue{
    "domain_tests_queue",
    "insert into domain_test_request(name, because_of, reason, asked_at) select name, :because, :reason, :at from "
    "domain_registration where holder_id = :holder and name <> :because and state <> 'lapsed' on conflict(name) do "
    "nothing"};
constexpr store::Sql kWaiting{"domain_tests_waiting",
                              "select name from domain_test_request order by asked_at, name limit :limit"};
constexpr store::Sql kTakeOff{"domain_test_take_off", "delete from domain_test_request where name = :name"};
constexpr store::Sql kOverdue{"domain_overdue",
                              "select name from domain_registration where due_at is not null and due_at <= :now order "
                              "by due_at, name limit :limit"};
constexpr store::Sql kSource{"domain_source_find",
                             "select name, mirrored_at, due_at from domain_source where name = :name"};
constexpr store::Sql kSourceMirrored{"domain_source_mirrored",
                                     "insert into domain_source(name, mirrored_at, due_at, late) values(:name, :at, "
                                     ":due, 0) on conflict(name) do update "
                                     "set mirrored_at = excluded.mirrored_at, due_at = excluded.due_at, late = 0"};
constexpr store::Sql kSourcesLate{"domain_sources_late",
                                  "select name, mirrored_at, due_at from domain_source where late = 0 and due_at <= "
                                  ":now order by due_at limit 100"};
constexpr store::Sql kMarkLate{"domain_source_mark_late", "update domain_source set late = 1 where name = :name"};

Flag flag_of(const store::Row& row) {
  return {row.text("id"),           row.text("name"),
          row.text("site_id"),      row.text("kind") == "lapsed" ? FlagKind::lapsed : FlagKind::changed_holder,
          row.instant("from_at"),   row.text("former_holder_id"),
          row.instant("raised_at"), row.maybe_instant("cleared_at"),
          row.text("cleared_by"),   row.text("note")};
}

std::vector<Flag> flags(store::Transaction& tx, const store::Sql& sql, const store::Binds& binds) {
  std::vector<Flag> out;
  for (const auto& row : tx.query(sql, binds)) out.push_back(flag_of(row));
  std::stable_partition(out.begin(), out.end(), [](const Flag& f) { return !f.cleared_at; });
  return out;
}

Source source_of(const store::Row& row) {
  return {row.text("name"), row.instant("mirrored_at"), row.instant("due_at")};
}

}  // namespace

void insert(store::Transaction& tx, const Flag& flag) {
  tx.run(kFlagIn, {{"id", flag.id},
                   {"name", flag.name},
                   {"site", flag.site_id},
                   {"kind", to_text(flag.kind)},
                   {"from", flag.from},
                   {"former", flag.former_holder_id},
                   {"raised", flag.raised_at}});
}

bool has_open_flag(store::Transaction& tx, const std::string& name, FlagKind kind) {
  return tx.one(kFlagOpen, {{"name", name}, {"kind", to_text(kind)}}).has_value();
}

std::optional<Flag> find_flag(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFlag, {{"id", id}});
  return row ? std::optional(flag_of(*row)) : std::nullopt;
}

void clear(store::Transaction& tx, const Flag& flag) {
  tx.run(kFlagClear, {{"id", flag.id}, {"at", flag.cleared_at}, {"by", flag.cleared_by}, {"note", flag.note}});
}

std::vector<Flag> flags_of_name(store::Transaction& tx, const std::string& name) {
  return flags(tx, kFlagsOfName, {{"name", name}});
}

std::vector<Flag> flags_of_site(store::Transaction& tx, const std::string& site_id) {
  return flags(tx, kFlagsOfSite, {{"site", site_id}});
}

int queue_tests(store::Transaction& tx, const std::string& holder_id, const std::string& because_of,
                const std::string& reason, Instant at) {
  return static_cast<int>(
      tx.run(kQueue, {{"holder", holder_id}, {"because", because_of}, {"reason", reason}, {"at", at}}));
}

std::vector<std::string> waiting_tests(store::Transaction& tx, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kWaiting, {{"limit", limit}})) out.push_back(row.text("name"));
  return out;
}

void take_off(store::Transaction& tx, const std::string& name) {
  tx.run(kTakeOff, {{"name", name}});
}

std::vector<std::string> overdue(store::Transaction& tx, Instant now, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kOverdue, {{"now", now}, {"limit", limit}})) out.push_back(row.text("name"));
  return out;
}

std::optional<Source> find_source(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kSource, {{"name", name}});
  return row ? std::optional(source_of(*row)) : std::nullopt;
}

void source_mirrored(store::Transaction& tx, const Source& source) {
  tx.run(kSourceMirrored, {{"name", source.name}, {"at", source.mirrored_at}, {"due", source.due_at}});
}

std::vector<Source> late_sources(store::Transaction& tx, Instant now) {
  std::vector<Source> out;
  for (const auto& row : tx.query(kSourcesLate, {{"now", now}})) out.push_back(source_of(row));
  return out;
}

void mark_late(store::Transaction& tx, const std::string& source) {
  tx.run(kMarkLate, {{"name", source}});
}

}  // namespace muster::holders

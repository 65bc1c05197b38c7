#include "takeover_store.h"

namespace muster::takeover {
namespace {

using store::Sql;

#define ORIGIN                                                                                                     \
  "select o.*, (select coalesce(sum(i.accepted), 0) from filing_import i where i.source_name = o.source_name) as " \
  "accepted from filing_origin o where o.source_name "
constexpr Sql kFindOrigin{"filing_origin_get", ORIGIN "= :source"};
constexpr Sql kListOrigins{"filing_origin_list", ORIGIN "> :after order by o.source_name limit :limit"};
#undef ORIGIN
constexpr Sql kInsertOrigin{"filing_origin_insert",
                            "insert into filing_origin(source_name, system_name, law, reverify_by, actor, begun_at) "
                            "values(:source, :system, :law, :reverify_by, :actor, :now)"};
constexpr Sql kInsertOpen{
    "filing_reverify_insert",
    "insert into filing_reverify(site_id, due, system_name, open) select f.id, :due, :system, case when f.state in "
    "('cancelled', 'withdrawn') then 0 else 1 end from filing_batch b join filing f on f.batch_id = b.id where "
    "b.import_id = :import and b.ordinal = :ordinal"};
// One text an index.
#define OPEN                                                                                                     \
  "select r.*, s.number as number, s.name as name from filing_reverify r join site s on s.id = r.site_id where " \
  "r.open = 1 "
#define BEHIND "and (r.due, r.site_id) > (:due, :site) order by r.due, r.site_id limit :limit"
constexpr Sql kOpen{"filing_reverify_open", OPEN BEHIND};
constexpr Sql kOpenOfSystem{"filing_reverify_open_of_system", OPEN "and r.system_name = :system " BEHIND};
#undef BEHIND
#undef OPEN
constexpr Sql kAsked{"filing_reverify_get", "select * from filing_reverify where site_id = :id"};
constexpr Sql kFiling{"filing_reverify_filing", "select id from filing where id = :id"};
constexpr Sql kDone{"filing_reverified_get", "select 1 as one from filing_reverified where site_id = :id"};
constexpr Sql kInsertDone{"filing_reverified_insert",
                          "insert into filing_reverified(site_id, at, actor, how) values(:id, :at, :actor, :how)"};

Origin origin_of(const store::Row& row) {
  return {row.text("source_name"),          row.text("system_name"), row.text("law"),
          row.maybe_instant("reverify_by"), row.instant("begun_at"), row.integer("accepted")};
}

}  // namespace

std::optional<Origin> find_origin(store::Transaction& tx, const std::string& source_name) {
  const auto row = tx.one(kFindOrigin, {{"source", source_name}});
  return row ? std::optional(origin_of(*row)) : std::nullopt;
}

void insert_origin(store::Transaction& tx, const Origin& origin, const std::string& actor) {
  tx.run(kInsertOrigin, {{"source", origin.source_name},
                         {"system", origin.system},
                         {"law", origin.law},
                         {"reverify_by", origin.reverify_by},
                         {"actor", actor},
                         {"now", origin.begun_at}});
}

std::vector<Origin> list_origins(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<Origin> out;
  for (const auto& row : tx.query(kListOrigins, {{"after", after}, {"limit", limit}})) out.push_back(origin_of(row));
  return out;
}

void insert_to_reverify(store::Transaction& tx, const Origin& origin, const std::string& import_id, int batch) {
  tx.run(kInsertOpen,
         {{"due", *origin.reverify_by}, {"system", origin.system}, {"import", import_id}, {"ordinal", batch}});
}

std::vector<ToReverify> list_to_reverify(store::Transaction& tx, const std::string& system,
                                         const std::optional<ToReverify>& after, int limit) {
  store::Binds binds{{"due", after ? after->due.micros : std::int64_t{0}},
                     {"site", after ? after->site_id : std::string()},
                     {"limit", limit}};
  if (!system.empty()) binds.push_back({"system", system});
  std::vector<ToReverify> out;
  for (const auto& row : tx.query(system.empty() ? kOpen : kOpenOfSystem, binds))
    out.push_back(
        {row.text("site_id"), row.text("number"), row.text("name"), row.text("system_name"), row.instant("due")});
  return out;
}

std::optional<ToReverify> find_to_reverify(store::Transaction& tx, const std::string& site_id) {
  const auto row = tx.one(kAsked, {{"id", site_id}});
  if (!row) return std::nullopt;
  return ToReverify{site_id, "", "", row->text("system_name"), row->instant("due")};
}
bool is_filing(store::Transaction& tx, const std::string& site_id) {
  return tx.one(kFiling, {{"id", site_id}}).has_value();
}
bool is_reverified(store::Transaction& tx, const std::string& site_id) {
  return tx.one(kDone, {{"id", site_id}}).has_value();
}
void insert_reverified(store::Transaction& tx, const std::string& site_id, Instant at, const std::string& actor,
                       const std::string& how) {
  tx.run(kInsertDone, {{"id", site_id}, {"at", at}, {"actor", actor}, {"how", how}});
}

}  // namespace muster::takeover

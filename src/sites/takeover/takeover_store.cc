#include "takeover_store.h"

namespace muster::takeover {
namespace {

using store::Sql;

constexpr Sql kFind{"filing_origin_get", "select * from filing_origin where source_name = :source"};
constexpr Sql kInsert{"filing_origin_insert",
                      "insert into filing_origin(source_name, system_name, law, reverify_by, actor, begun_at) "
                      "values(:source, :system, :law, :reverify_by, :actor, :now)"};
constexpr Sql kList{"filing_origin_list", "select * from filing_origin order by begun_at, source_name"};
#define OF_ORIGIN                                                                                           \
  "from filing f join filing_batch b on b.id = f.batch_id join filing_import i on i.id = b.import_id join " \
  "filing_origin o on o.source_name = i.source_name "
constexpr Sql kToReverify{
    "filing_to_reverify",
    "select f.id as id, s.number as number, s.name as name, o.system_name as system_name, o.reverify_by as "
    "reverify_by " OF_ORIGIN
    "join site s on s.id = f.id where f.id > :after and o.reverify_by is not null and f.state not in "
    "('cancelled', 'withdrawn') and not exists(select 1 from filing_reverified r where r.site_id = f.id) order by f.id "
    "limit :limit"};
constexpr Sql kFiling{"filing_reverify_filing", "select id from filing where id = :id"};
constexpr Sql kAsked{"filing_reverify_asked",
                     "select 1 as one " OF_ORIGIN "where f.id = :id and o.reverify_by is not null"};
#undef OF_ORIGIN
constexpr Sql kDone{"filing_reverified_get", "select 1 as one from filing_reverified where site_id = :id"};
constexpr Sql kInsertDone{"filing_reverified_insert",
                          "insert into filing_reverified(site_id, at, actor, how) values(:id, :at, :actor, :how)"};

Origin origin_of(const store::Row& row) {
  return {row.text("source_name"), row.text("system_name"), row.text("law"), row.maybe_instant("reverify_by"),
          row.instant("begun_at")};
}

}  // namespace

std::optional<Origin> find_origin(store::Transaction& tx, const std::string& source_name) {
  const auto row = tx.one(kFind, {{"source", source_name}});
  return row ? std::optional(origin_of(*row)) : std::nullopt;
}

void insert_origin(store::Transaction& tx, const Origin& origin, const std::string& actor) {
  tx.run(kInsert, {{"source", origin.source_name},
                   {"system", origin.system},
                   {"law", origin.law},
                   {"reverify_by", origin.reverify_by},
                   {"actor", actor},
                   {"now", origin.begun_at}});
}

std::vector<Origin> list_origins(store::Transaction& tx) {
  std::vector<Origin> out;
  for (const auto& row : tx.query(kList)) out.push_back(origin_of(row));
  return out;
}

std::vector<ToReverify> list_to_reverify(store::Transaction& tx, const std::string& after, int limit) {
  std::vector<ToReverify> out;
  for (const auto& row : tx.query(kToReverify, {{"after", after}, {"limit", limit}}))
    out.push_back(
        {row.text("id"), row.text("number"), row.text("name"), row.text("system_name"), row.instant("reverify_by")});
  return out;
}

std::optional<bool> reverify_asked(store::Transaction& tx, const std::string& site_id) {
  if (!tx.one(kFiling, {{"id", site_id}})) return std::nullopt;
  return tx.one(kAsked, {{"id", site_id}}).has_value();
}
bool is_reverified(store::Transaction& tx, const std::string& site_id) {
  return tx.one(kDone, {{"id", site_id}}).has_value();
}
void insert_reverified(store::Transaction& tx, const std::string& site_id, Instant at, const std::string& actor,
                       const std::string& how) {
  tx.run(kInsertDone, {{"id", site_id}, {"at", at}, {"actor", actor}, {"how", how}});
}

}  // namespace muster::takeover

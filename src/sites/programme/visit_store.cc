#include "visit_store.h"

namespace muster::programme {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

#define MUSTER_VISIT_COLUMNS                                                                                      \
  "select v.id, v.person_id, p.display_name as person_name, a.name as party_name, v.purpose, v.granted_by, "      \
  "v.granted_at, v.until_at, v.ended_at, v.ended_by from inspection_visit v join person p on p.id = v.person_id " \
  "join party a on a.id = p.party_id where "

constexpr Sql kInsertVisit{"inspection_visit_insert",
                           "insert into inspection_visit(id, person_id, purpose, granted_by, granted_at, until_at, "
                           "ended_at, ended_by) values(:id, :person, :purpose, :by, :now, :until, null, null)"};
constexpr Sql kEndVisit{
    "inspection_visit_end",
    "update inspection_visit set ended_at = :now, ended_by = :by where id = :id and ended_at is null"};
constexpr Sql kVisit{"inspection_visit", MUSTER_VISIT_COLUMNS "v.id = :id"};
constexpr Sql kCurrentVisit{"inspection_visit_current", MUSTER_VISIT_COLUMNS
                            "v.person_id = :person and v.until_at > :now and v.ended_at is null limit 1"};
constexpr Sql kVisits{"inspection_visits", MUSTER_VISIT_COLUMNS "v.id < :before order by v.id desc limit :limit"};
constexpr const char* kBehindVisits = "~";

Visit visit_of(const Row& row) {
  Visit v;
  v.id = row.text("id");
  v.person_id = row.text("person_id");
  v.person_name = row.text("person_name");
  v.party_name = row.text("party_name");
  v.purpose = row.text("purpose");
  v.granted_by = row.text("granted_by");
  v.granted_at = row.instant("granted_at");
  v.until_at = row.instant("until_at");
  v.ended_at = row.maybe_instant("ended_at");
  v.ended_by = row.text("ended_by");
  return v;
}

}  // namespace

void insert_visit(Transaction& tx, const Visit& v) {
  tx.run(kInsertVisit, {{"id", v.id},
                        {"person", v.person_id},
                        {"purpose", v.purpose},
                        {"by", v.granted_by},
                        {"now", v.granted_at},
                        {"until", v.until_at}});
}

bool end_visit_row(Transaction& tx, const std::string& id, const std::string& by, Instant now) {
  return tx.run(kEndVisit, {{"id", id}, {"by", by}, {"now", now}}) == 1;
}

std::optional<Visit> select_visit(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kVisit, {{"id", id}});
  return row ? std::optional(visit_of(*row)) : std::nullopt;
}

std::optional<Visit> select_current_visit(Transaction& tx, const std::string& person_id, Instant now) {
  const auto row = tx.one(kCurrentVisit, {{"person", person_id}, {"now", now}});
  return row ? std::optional(visit_of(*row)) : std::nullopt;
}

std::vector<Visit> select_visits(Transaction& tx, const std::string& before, int limit) {
  std::vector<Visit> out;
  for (const Row& row : tx.query(kVisits, {{"before", before.empty() ? kBehindVisits : before}, {"limit", limit}}))
    out.push_back(visit_of(row));
  return out;
}

}  // namespace muster::programme

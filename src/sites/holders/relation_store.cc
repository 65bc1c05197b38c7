#include "relation_store.h"

#include <base/words.h>

namespace muster::holders {
namespace {

#define RELATION_COLUMNS "id, subject_id, holder_id, relation, evidence, recorded_by, recorded_at"
constexpr store::Sql kHas{"registrant_relation_has",
                          "select id from registrant_relation where subject_id = :subject and holder_id = :holder and "
                          "ended_at is null"};
constexpr store::Sql kInsert{"registrant_relation_insert",
                             "insert into registrant_relation(" RELATION_COLUMNS
                             ") values(:id, :subject, :holder, :relation, :evidence, :by, :at)"};
constexpr store::Sql kEnd{
    "registrant_relation_end",
    "update registrant_relation set ended_by = :by, ended_at = :at where id = :id and ended_at is "
    "null"};
constexpr store::Sql kGet{"registrant_relation_get",
                          "select " RELATION_COLUMNS " from registrant_relation where id = :id"};
constexpr store::Sql kOfHolder{"registrant_relation_of_holder",
                               "select " RELATION_COLUMNS
                               " from registrant_relation where holder_id = :holder and ended_at is null order by id "
                               "limit 500"};

RegistrantRelation relation_at(const store::Row& row) {
  return {row.text("id"),
          row.text("subject_id"),
          row.text("holder_id"),
          known(relation_of(row.text("relation"))),
          row.text("evidence"),
          row.text("recorded_by"),
          row.instant("recorded_at")};
}

}  // namespace

bool has_relation(store::Transaction& tx, const std::string& subject_id, const std::string& holder_id) {
  return tx.one(kHas, {{"subject", subject_id}, {"holder", holder_id}}).has_value();
}

void insert(store::Transaction& tx, const RegistrantRelation& r) {
  tx.run(kInsert, {{"id", r.id},
                   {"subject", r.subject_id},
                   {"holder", r.holder_id},
                   {"relation", to_text(r.relation)},
                   {"evidence", r.evidence},
                   {"by", r.recorded_by},
                   {"at", r.recorded_at}});
}

bool end_relation(store::Transaction& tx, const std::string& id, const std::string& by, Instant at) {
  return tx.run(kEnd, {{"id", id}, {"by", by}, {"at", at}}) == 1;
}

std::optional<RegistrantRelation> find_relation(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(relation_at(*row)) : std::nullopt;
}

std::vector<RegistrantRelation> relations_of_holder(store::Transaction& tx, const std::string& holder_id) {
  std::vector<RegistrantRelation> out;
  for (const auto& row : tx.query(kOfHolder, {{"holder", holder_id}})) out.push_back(relation_at(row));
  return out;
}

}  // namespace muster::holders

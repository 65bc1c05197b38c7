// Conflicts of interest: what people declared, and what follows from what they did before.
#include "desk_store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kDeclaredIn{"conflict_declared_in",
                          "select 1 as one from case_conflict where case_id = :case_id and person_id = :person and "
                          "declared_at <= :now and (ended_at is null or ended_at > :now) limit 1"};
// Whoever took a step in the site's filing has judged it once.
constexpr Sql kFiled{"conflict_filed",
                     "select 1 as one from event where record_kind = 'filing' and record_id = :site_id and actor = "
                     ":person limit 1"};
// Whoever entered the report, and whoever a trusted flagger has for its staff.
constexpr Sql kReported{"conflict_reported",
                        "select 1 as one from report r where r.case_id = :case_id and (exists(select 1 from event e "
                        "where e.record_kind = 'report' and e.record_id = r.id and e.kind = 'report.received' and "
                        "e.actor = :person) or (r.flagger_party <> '' and exists(select 1 from person p where p.id = "
                        ":person and p.party_id = r.flagger_party))) limit 1"};
constexpr Sql kInsertConflict{"conflict_insert",
                              "insert into conflict_of_interest(id, person_id, kind, ref, declared_at) values(:id, "
                              ":person, :kind, :ref, :at)"};
constexpr Sql kEndConflict{"conflict_end",
                           "update conflict_of_interest set ended_at = :at where id = :id and person_id = :person and "
                           "ended_at is null"};
constexpr Sql kConflictsOf{"conflicts_of_person",
                           "select id, person_id, kind, ref, declared_at, ended_at from conflict_of_interest where "
                           "person_id = :person and ended_at is null order by id limit 500"};

}  // namespace

std::vector<Hindrance> conflicts_of(store::Transaction& tx, const Case& about, const std::string& person_id,
                                    const std::vector<std::string>& delegators, Instant now) {
  std::vector<Hindrance> out;
  const auto look = [&](const std::string& person, bool inherited) {
    const store::Binds binds{{"case_id", about.id}, {"site_id", about.site_id}, {"person", person}, {"now", now}};
    const char* whose = inherited ? "Who delegated your role " : "You ";
    if (tx.one(kDeclaredIn, binds))
      out.push_back({"conflict_declared", std::string(whose) + "declared a conflict of interest in this case."});
    if (!about.site_id.empty() && tx.one(kFiled, binds))
      out.push_back({"conflict_filed", std::string(whose) + "took part in this site's filing."});
    if (tx.one(kReported, binds))
      out.push_back({"conflict_reported", std::string(whose) + "made or entered a report that led to this case."});
  };
  look(person_id, false);
  for (const std::string& delegator : delegators) look(delegator, true);
  return out;
}

void insert_conflict(store::Transaction& tx, const Conflict& c) {
  tx.run(kInsertConflict,
         {{"id", c.id}, {"person", c.person_id}, {"kind", c.kind}, {"ref", c.ref}, {"at", c.declared_at}});
}

bool end_conflict_row(store::Transaction& tx, const std::string& id, const std::string& person, Instant at) {
  return tx.run(kEndConflict, {{"id", id}, {"person", person}, {"at", at}}) == 1;
}

std::vector<Conflict> select_conflicts(store::Transaction& tx, const std::string& person) {
  std::vector<Conflict> out;
  for (const Row& r : tx.query(kConflictsOf, {{"person", person}}))
    out.push_back({r.text("id"), r.text("person_id"), r.text("kind"), r.text("ref"), r.instant("declared_at"),
                   r.maybe_instant("ended_at")});
  return out;
}

}  // namespace muster::cases

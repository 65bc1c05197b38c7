#include <registration/invariants.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

using store::Sql;

// Each statement gives the ids of records at fault; the report lists the first thousand of a kind and counts all.
#define HELD "('registered', 'active', 'warned', 'one_way_barred', 'barred')"
struct Rule {
  const char* what;
  const char* sentence;
  Sql sql;
};
constexpr Rule kRules[] = {
    {"ownership_overlaps",
     "A line has two holders at one time.",
     {"invariant_overlap",
      "select distinct a.line_id as id from line_ownership a join line_ownership b on b.line_id = a.line_id and b.id > "
      "a.id "
      "where (a.until_at is null or a.until_at > b.from_at) and (b.until_at is null or b.until_at > a.from_at) order "
      "by 1"}},
    {"line_without_holder",
     "A line is in service and has no holder.",
     {"invariant_unheld",
      "select l.id from line l where l.state in " HELD
      " and not exists(select 1 from line_ownership o where o.line_id = l.id and o.until_at is null) order by l.id"}},
    {"holder_of_free_line",
     "A line that is not registered has a holder.",
     {"invariant_held",
      "select o.line_id as id from line_ownership o join line l on l.id = o.line_id where o.until_at is null and "
      "l.state not in " HELD " order by o.line_id"}},
    {"cap_exceeded",
     "A line was given beyond the cap.",
     {"invariant_cap", "select id from line_ownership where excess = 0 and slot > cap order by id"}},
    {"slot_twice",
     "Two open lines of a person count as one.",
     {"invariant_slot",
      "select min(id) as id from line_ownership where until_at is null group by counted_under, line_kind, slot "
      "having count(*) > 1 order by 1"}},
    {"registration_untold",
     "No event tells of a registration.",
     {"invariant_untold",
      "select r.id from registration r where not exists(select 1 from event e where e.record_kind = 'registration' and "
      "e.record_id = r.id and e.kind = 'registration.captured') order by r.id"}},
    {"registration_one_person",
     "A registration was verified by hand by fewer than two persons.",
     {"invariant_two_persons",
      "select r.id from registration r where r.method = 'manual' and r.state = 'verified' and (select count(*) from "
      "registration_check k where k.registration_id = r.id and k.outcome = 'confirmed') < 2 order by r.id"}},
};

}  // namespace

std::vector<ledger::Invariant> invariants() {
  std::vector<ledger::Invariant> out;
  for (const Rule& rule : kRules)
    out.push_back({rule.what, [&rule](store::Transaction& tx, ledger::Report& report) {
                     tx.each(rule.sql, {}, [&](const store::Row& row) {
                       report.add({rule.what, fmt::format("{} Record {}.", rule.sentence, row.text("id")), -1, -1, {}});
                       return true;
                     });
                   }});
  return out;
}

}  // namespace muster::registration

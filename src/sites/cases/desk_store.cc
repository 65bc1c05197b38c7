#include "desk_store.h"

namespace muster::cases {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertDuty{"duty_insert",
                          "insert into duty(id, person_id, step, region, from_at, until_at, entered_by) values(:id, "
                          ":person, :step, :region, :from, :until, :by)"};
constexpr Sql kEndDuty{"duty_end",
                       "update duty set ended_at = :at where id = :id and ended_at is null and until_at > :at"};
constexpr Sql kDuties{"duties",
                      "select id, person_id, step, region, from_at, until_at, entered_by from duty where until_at > "
                      ":from and ended_at is null order by until_at, id limit :limit"};
constexpr Sql kHolders{
    "desk_role_holders",
    "select p.id, p.party_id, a.name, a.kind, r.role, case when exists(select 1 from signing_key k where k.person_id = "
    "p.id and k.revoked_at is null) then 1 else 0 end as has_key from role_assignment r join person p on p.id = "
    "r.person_id join party a on a.id = p.party_id where p.state = 'active' and r.from_at <= :now and (r.until_at is "
    "null or r.until_at > :now) and r.role in ('examiner', 'decider', 'confirmer', 'security_decider', "
    "'security_confirmer', 'appeal_officer') and not exists(select 1 from role_assignment x where x.person_id = p.id "
    "and x.role = 'admin' and x.from_at <= :now and (x.until_at is null or x.until_at > :now)) order by p.id, r.role "
    "limit 20000"};
constexpr Sql kPeopleIn{"desk_people_in",
                        "select distinct r.person_id from role_assignment r join person p on p.id = r.person_id where "
                        "r.role = :role and p.state = 'active' and r.from_at <= :now and (r.until_at is null or "
                        "r.until_at > :now) order by r.person_id limit 200"};
constexpr Sql kDelegations{
    "desk_delegations",
    "select id, role, delegated_by, person_id, from_at, until_at from role_assignment where "
    "delegated_by is not null and (delegated_by = :person or person_id = :person) and from_at <= "
    ":now and until_at > :now order by until_at, id limit 200"};
constexpr Sql kPartyColleagues{"desk_party_colleagues",
                               "select p.id from person p where p.party_id = (select m.party_id from person m where "
                               "m.id = :person) and p.id <> :person and p.state = 'active' order by p.id limit 500"};
constexpr Sql kOptedOut{"care_opted_out", "select ground from care_opt_out where person_id = :person order by ground"};
constexpr Sql kOptIn{"care_opt_in", "delete from care_opt_out where person_id = :person"};
constexpr Sql kOptOut{"care_opt_out",
                      "insert into care_opt_out(person_id, ground, since) values(:person, :ground, :at)"};
constexpr Sql kViews{"care_views", "select views from care_exposure where person_id = :person and day = :day"};
constexpr Sql kView{"care_view",
                    "insert into care_exposure(person_id, day, views) values(:person, :day, 1) on conflict(person_id, "
                    "day) do update set views = care_exposure.views + 1"};
constexpr Sql kForgetViews{"care_forget", "delete from care_exposure where day < :day"};

}  // namespace

void insert_duty(store::Transaction& tx, const Duty& d) {
  tx.run(kInsertDuty, {{"id", d.id},
                       {"person", d.person_id},
                       {"step", d.step},
                       {"region", d.region},
                       {"from", d.from},
                       {"until", d.until},
                       {"by", d.entered_by}});
}

bool end_duty_row(store::Transaction& tx, const std::string& id, Instant at) {
  return tx.run(kEndDuty, {{"id", id}, {"at", at}}) == 1;
}

std::vector<Duty> select_duties(store::Transaction& tx, Instant from, int limit) {
  std::vector<Duty> out;
  for (const Row& r : tx.query(kDuties, {{"from", from}, {"limit", limit}}))
    out.push_back({r.text("id"), r.text("person_id"), r.text("step"), r.text("region"), r.instant("from_at"),
                   r.instant("until_at"), r.text("entered_by")});
  return out;
}

std::vector<RoleHolder> select_role_holders(store::Transaction& tx, Instant now) {
  std::vector<RoleHolder> out;
  for (const Row& r : tx.query(kHolders, {{"now", now}}))
    out.push_back(
        {r.text("id"), r.text("party_id"), r.text("name"), r.text("kind"), r.text("role"), r.flag("has_key")});
  return out;
}

std::vector<std::string> select_people_in(store::Transaction& tx, const std::string& role, Instant now) {
  std::vector<std::string> out;
  for (const Row& r : tx.query(kPeopleIn, {{"role", role}, {"now", now}})) out.push_back(r.text("person_id"));
  return out;
}

std::vector<Delegation> select_delegations(store::Transaction& tx, const std::string& person, Instant now) {
  std::vector<Delegation> out;
  for (const Row& r : tx.query(kDelegations, {{"person", person}, {"now", now}}))
    out.push_back({r.text("id"), r.text("role"), r.text("delegated_by"), r.text("person_id"), r.instant("from_at"),
                   r.instant("until_at")});
  return out;
}

std::vector<std::string> select_party_colleagues(store::Transaction& tx, const std::string& person) {
  std::vector<std::string> out;
  for (const Row& r : tx.query(kPartyColleagues, {{"person", person}})) out.push_back(r.text("id"));
  return out;
}

std::vector<std::string> select_opted_out(store::Transaction& tx, const std::string& person) {
  std::vector<std::string> out;
  for (const Row& r : tx.query(kOptedOut, {{"person", person}})) out.push_back(r.text("ground"));
  return out;
}

void replace_opted_out(store::Transaction& tx, const std::string& person, const std::vector<std::string>& grounds,
                       Instant at) {
  tx.run(kOptIn, {{"person", person}});
  for (const std::string& ground : grounds) tx.run(kOptOut, {{"person", person}, {"ground", ground}, {"at", at}});
}

std::int64_t select_views(store::Transaction& tx, const std::string& person, const std::string& day) {
  const auto row = tx.one(kViews, {{"person", person}, {"day", day}});
  return row ? row->integer("views") : 0;
}

void add_view(store::Transaction& tx, const std::string& person, const std::string& day) {
  tx.run(kView, {{"person", person}, {"day", day}});
}

void forget_views(store::Transaction& tx, const std::string& before_day) {
  tx.run(kForgetViews, {{"day", before_day}});
}

}  // namespace muster::cases

// Who may do what, from when until when.
#include "party_rows.h"
#include <base/text.h>

#include <set>

#include <fmt/format.h>

namespace muster::parties {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertRole{
    "role_insert",
    "insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by, delegated_by) "
    "values(:id, :person_id, :role, :from_at, :until_at, :assigned_by, :delegated_by)"};
constexpr Sql kEndRole{
    "role_end",
    "update role_assignment set until_at = case when from_at > :now then from_at else :now end, ended_by = :actor "
    "where id = :id and (until_at is null or until_at > :now)"};
constexpr Sql kRole{"role_get", "select * from role_assignment where id = :id"};
constexpr Sql kHistory{"role_history", "select * from role_assignment where person_id = :id order by from_at, id"};
constexpr Sql kOpen{"role_open",
                    "select * from role_assignment where person_id = :id and (until_at is null or until_at > :now)"};

struct Assignment {
  std::string person_id, role;
  std::optional<Instant> until;
  std::string delegated_by;
};

Result<RoleAssignment> assign(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                              const Assignment& want) {
  const Instant now = recorder.clock().now();
  const auto person = find_person(tx, want.person_id);
  if (!person) return person_not_found();
  if (!find_role(want.role)) return invalid("role_unknown", "There is no such role.", "role");
  if (actor == want.person_id) return refused("role_self", "Nobody gives a role to themselves.", "role");
  if (want.until && *want.until <= now) return invalid("role_period", "The role would end before it begins.", "until");
  if (holds(tx, want.person_id, want.role, now))
    return conflict("role_held", "This person holds this role already.", "role");
  const std::string id = recorder.new_id();
  touch_person(tx, want.person_id);
  tx.run(kInsertRole, {{"id", id},
                       {"person_id", want.person_id},
                       {"role", want.role},
                       {"from_at", now},
                       {"until_at", want.until},
                       {"assigned_by", actor},
                       {"delegated_by", want.delegated_by.empty() ? std::nullopt : std::optional(want.delegated_by)}});
  recorder.record(tx, kRoleAssigned, actor, kPersonKind, want.person_id,
                  fmt::format(R"({{"role":{},"until":{},"delegated_by":{}}})", json_quote(want.role),
                              want.until ? json_quote(to_rfc3339(*want.until)) : "null",
                              want.delegated_by.empty() ? "null" : json_quote(want.delegated_by)));
  return role_of(*tx.one(kRole, {{"id", id}}));
}

Result<void> end(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                 const RoleAssignment& role) {
  if (tx.run(kEndRole, {{"id", role.id}, {"now", recorder.clock().now()}, {"actor", actor}}) == 0)
    return conflict("role_ended", "This role has ended already.");
  touch_person(tx, role.person_id);
  recorder.record(tx, kRoleEnded, actor, kPersonKind, role.person_id,
                  fmt::format(R"({{"role":{}}})", json_quote(role.role)));
  return {};
}

}  // namespace

Result<RoleAssignment> Service::assign_role(const std::string& actor, const std::string& person_id,
                                            const std::string& role, std::optional<Instant> until,
                                            const std::string& delegated_by) {
  return database_.write([&](store::Transaction& tx) -> Result<RoleAssignment> {
    const Instant now = recorder_.clock().now();
    if (!delegated_by.empty()) {
      if (!until || *until > policy_.due("parties.delegation_max", now))
        return invalid(
            "delegation_too_long",
            "A delegation has an end, " + policy::to_string(policy_.term("parties.delegation_max")) + " ahead at most.",
            "until");
      const auto from = find_person(tx, delegated_by), to = find_person(tx, person_id);
      if (!from || !to || from->party_id != to->party_id || !holds(tx, delegated_by, role, now))
        return refused("delegation_unfounded", "Only who holds the role now delegates it, and within one party.",
                       "delegated_by");
      if (!delegators_of(tx, delegated_by, now).empty())
        return refused("delegation_unfounded", "What was delegated to somebody can't be delegated further.",
                       "delegated_by");
    }
    return assign(tx, recorder_, actor, {person_id, role, until, delegated_by});
  });
}

Result<Person> Service::set_roles(const std::string& actor, const std::string& person_id,
                                  const std::vector<std::string>& roles, std::optional<std::int64_t> version) {
  return database_.write([&](store::Transaction& tx) -> Result<Person> {
    const auto person = find_person(tx, person_id);
    if (!person) return person_not_found();
    if (version && *version != person->version)
      return Error{Failure::stale,
                   "stale_version",
                   "Somebody changed this person meanwhile; nothing was changed. Reload it and try again.",
                   {}};
    if (actor == person_id) return refused("role_self", "Nobody changes their own roles.", "roles");
    std::set<std::string> wanted(roles.begin(), roles.end());
    for (const Row& row : tx.query(kOpen, {{"id", person_id}, {"now", recorder_.clock().now()}}))
      if (const RoleAssignment open = role_of(row); wanted.erase(open.role) == 0)
        MUSTER_CHECK_OK(end(tx, recorder_, actor, open));
    for (const std::string& role : wanted)
      MUSTER_CHECK_OK(assign(tx, recorder_, actor, {person_id, role, std::nullopt, {}}));
    return *find_person(tx, person_id);
  });
}

Result<void> Service::end_role(const std::string& actor, const std::string& assignment_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto row = tx.one(kRole, {{"id", assignment_id}});
    if (!row) return not_found("role_not_found", "There is no such role of a person.");
    return end(tx, recorder_, actor, role_of(*row));
  });
}

Result<std::vector<RoleAssignment>> Service::role_history(const std::string& person_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<RoleAssignment>> {
    std::vector<RoleAssignment> out;
    for (const Row& row : tx.query(kHistory, {{"id", person_id}})) out.push_back(role_of(row));
    return out;
  });
}

}  // namespace muster::parties

// Conflicts of interest, who is on duty, who is missing, and grounds that people are spared.
#include "desk_store.h"
#include "flow.h"
#include <names/name.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <algorithm>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr Duration kDutyMax = std::chrono::hours(24 * 90);

// The step of a role, where four persons have to be apart.
std::string_view step_of_role(std::string_view role) {
  if (role == "examiner") return "screen";
  if (role == "appeal_officer") return "hear";
  return role.ends_with("decider") ? "decide" : "confirm";
}

bool decides(const std::string& role) {
  return role.ends_with("decider") || role.ends_with("confirmer");
}

bool lends(const std::vector<Pool>& pools, const std::string& lender, const std::string& to) {
  return std::any_of(pools.begin(), pools.end(), [&](const Pool& p) {
    return p.accepted_at && p.lender_party_id == lender && p.for_party_id == to;
  });
}

Staffing staffing_of(const std::string& party_id, const std::vector<RoleHolder>& holders,
                     const std::vector<Pool>& pools) {
  Staffing out;
  std::map<std::string, std::vector<std::string>> able;  // person → steps
  std::map<std::string, Staffing::Of> counts;
  for (const RoleHolder& h : holders) {
    const bool own = h.party_id == party_id;
    if (own) {
      out.party_id = h.party_id;
      out.party_name = h.party_name;
      out.party_kind = h.party_kind;
    }
    const bool pooled = h.role == "confirmer" && lends(pools, h.party_id, party_id);
    if (decides(h.role) && !own && !pooled) continue;
    const std::string step(step_of_role(h.role));
    auto& of = counts[step];
    ++of.people;
    if (decides(h.role) && !h.has_key)
      ++of.without_key;
    else
      able[h.person_id].push_back(step);
  }
  std::vector<std::vector<std::string>> people;
  for (auto& [person, steps] : able) people.push_back(steps);
  for (const char* step : {"screen", "decide", "confirm", "hear"}) {
    counts[step].step = step;
    out.steps.push_back(counts[step]);
  }
  out.missing = steps_without_person(people);
  return out;
}

}  // namespace

const std::vector<std::string>& Service::urgent_grounds() const {
  return policy_.list("reports.urgent_grounds");
}

Result<Conflict> Desk::declare(const std::string& kind, const std::string& ref, const std::string& person) const {
  if (kind != "party" && kind != "domain" && kind != "case")
    return invalid("conflict_kind", "A conflict is about a party, a domain or a case.", "kind");
  return database_.write([&](Transaction& tx) -> Result<Conflict> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY([[maybe_unused]] const SignerFacts who, flow.facts());
    Conflict c{flow.new_id(), person, kind, ref, flow.now, {}};
    const Error unknown = invalid("conflict_ref", "There is nothing on record under this.", "ref");
    if (kind == "party" && !parties::find_party(tx, ref)) return unknown;
    if (kind == "case") {
      const auto found = select_case(tx, ref);
      if (!found) return unknown;
      c.ref = found->id;
    }
    if (kind == "domain") {
      const auto name = names::parse_name(ref);
      if (!name.ok()) return invalid("conflict_ref", "This is no domain name.", "ref");
      c.ref = name->ascii;
    }
    insert_conflict(tx, c);
    flow.record(kConflictDeclared, kConflictRecord, c.id, Body().text("kind", kind));
    return c;
  });
}

Result<void> Desk::end_conflict(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    Flow flow(cases_, tx, person);
    if (!end_conflict_row(tx, id, person, flow.now))
      return not_found("conflict_unknown", "You have declared no such conflict.");
    flow.record(kConflictEnded, kConflictRecord, id, Body());
    return {};
  });
}

Result<std::vector<Conflict>> Desk::conflicts(const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Conflict>> { return select_conflicts(tx, person); });
}

Result<Duty> Desk::put_on_duty(const Duty& input, const std::string& actor) const {
  if (roles_for(input.step).empty()) return invalid("step_unknown", "There is no such step.", "step");
  if (input.until <= input.from || input.until - input.from > kDutyMax)
    return invalid("duty_period", "A duty ends after it starts, and within 90 days.", "until");
  return database_.write([&](Transaction& tx) -> Result<Duty> {
    Flow flow(cases_, tx, actor);
    Duty d = input;
    d.id = flow.new_id();
    d.entered_by = actor;
    const auto roles = roles_for(d.step);
    const bool able = std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
      return parties::holds(tx, d.person_id, std::string(role), flow.now);
    });
    if (!parties::find_person(tx, d.person_id))
      return invalid("person_unknown", "There is no such person.", "person_id");
    if (!able) return invalid("role_missing", "This person does not hold a role that takes the step.", "person_id");
    insert_duty(tx, d);
    flow.record(kDutyEntered, kDutyRecord, d.id, Body().text("step", d.step).text("region", d.region));
    return d;
  });
}

Result<void> Desk::end_duty(const std::string& id, const std::string& actor) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    Flow flow(cases_, tx, actor);
    if (!end_duty_row(tx, id, flow.now)) return not_found("duty_unknown", "There is no such duty.");
    flow.record(kDutyEnded, kDutyRecord, id, Body());
    return {};
  });
}

Result<std::vector<Duty>> Desk::duties(Instant from, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Duty>> { return select_duties(tx, from, limit); });
}

Result<std::vector<Delegation>> Desk::delegations(const std::string& person) const {
  const Instant now = recorder_.clock().now();
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<Delegation>> { return select_delegations(tx, person, now); });
}

Result<std::vector<std::string>> Desk::party_colleagues(const std::string& person) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<std::string>> { return select_party_colleagues(tx, person); });
}

Result<std::vector<Staffing>> Desk::staffing() const {
  const Instant now = recorder_.clock().now();
  return database_.read([&](Transaction& tx) -> Result<std::vector<Staffing>> {
    const auto holders = select_role_holders(tx, now);
    const auto pools = select_pools(tx, now);
    std::vector<std::string> bodies;
    for (const RoleHolder& h : holders)
      if (decides(h.role) && std::find(bodies.begin(), bodies.end(), h.party_id) == bodies.end())
        bodies.push_back(h.party_id);
    std::vector<Staffing> out;
    for (const std::string& body : bodies) out.push_back(staffing_of(body, holders, pools));
    return out;
  });
}

Result<std::vector<std::string>> Desk::opted_out(const std::string& person) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<std::string>> { return select_opted_out(tx, person); });
}

Result<void> Desk::opt_out(const std::vector<std::string>& grounds, const std::string& person) const {
  std::vector<std::string> wanted = grounds;
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const std::string& ground : wanted)
    if (!find_ground(ground)) return invalid("ground_unknown", "The list of grounds is closed.", "grounds");
  return database_.write([&](Transaction& tx) -> Result<void> {
    Flow flow(cases_, tx, person);
    MUSTER_TRY([[maybe_unused]] const SignerFacts who, flow.facts());
    replace_opted_out(tx, person, wanted, flow.now);  // no event: what somebody can't look at is nobody's business
    return {};
  });
}

}  // namespace muster::cases

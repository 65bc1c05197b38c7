#include "flow.h"

#include <base/text.h>
#include <cases/contracts.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <policy/regions.h>
#include <restrictions/service.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {

Body& Body::text(std::string_view name, std::string_view value) {
  inside_ += fmt::format("{}{}:{}", inside_.empty() ? "" : ",", json_quote(name), json_quote(value));
  return *this;
}

Body& Body::number(std::string_view name, std::int64_t value) {
  inside_ += fmt::format("{}{}:{}", inside_.empty() ? "" : ",", json_quote(name), value);
  return *this;
}

Error to_error(const std::vector<Hindrance>& why) {
  Error error = refused(why.front().code, why.front().sentence);
  for (const Hindrance& h : why) error.all.push_back(refused(h.code, h.sentence));
  return error;
}

Error to_error(const std::vector<Error>& faults) {
  Error error = faults.front();
  error.all = faults;
  return error;
}

Error stale() {
  return {Failure::stale,
          "stale",
          "Somebody changed this record since you read it. Look again; nothing was changed.",
          {},
          {}};
}

Result<Case> Flow::need_case(const std::string& key) {
  auto found = select_case(tx, key);
  if (!found) return not_found("case_unknown", "There is no such case.");
  return *found;
}

Result<Decision> Flow::need_decision(const std::string& id) {
  auto found = select_decision(tx, id);
  if (!found) return not_found("decision_unknown", "There is no such decision.");
  return *found;
}

Result<Order> Flow::need_order(const std::string& key) {
  auto found = select_order(tx, key);
  if (!found) return not_found("order_unknown", "There is no order with this number.");
  return *found;
}

Result<Appeal> Flow::need_appeal(const std::string& key) {
  auto found = select_appeal(tx, key);
  if (!found) return not_found("appeal_unknown", "There is no appeal with this number.");
  return *found;
}

Result<SignerFacts> Flow::facts() {
  static constexpr store::Sql kHasKey{
      "case_signer_key", "select 1 as one from signing_key where person_id = :person and revoked_at is null limit 1"};
  const auto person = parties::find_person(tx, actor);
  if (!person) return refused("person_unknown", "Only people on record do this.");
  SignerFacts f;
  f.person_id = person->id;
  f.party_id = person->party_id;
  f.active = person->state == "active";
  f.roles = parties::roles_of(tx, actor, now);
  f.delegators = parties::delegators_of(tx, actor, now);
  f.lent_to = select_lent_to(tx, f.party_id, now);
  f.has_key = tx.one(kHasKey, {{"person", actor}}).has_value();
  return f;
}

Result<SignerFacts> Flow::facts(const Case& about) {
  MUSTER_TRY(SignerFacts f, facts());
  f.conflicts = conflicts_of(tx, about, f.person_id, f.delegators, now);
  return f;
}

Flow::Signed Flow::signed_so_far(const Decision& d) {
  Signed out;
  out.all = select_all_signatures(tx, d.id);
  if (d.outcome != "violation" || d.measure != "network") return out;
  out.protection = restrictions::protection_of(tx, d.scope_kind, d.scope_value);
  const bool third = !out.all.empty() && out.all.back().capacity == "third";
  const bool waits = d.state == "decided" || (d.state == "confirmed" && has_standing_order(tx, d.id));
  out.third_missing = out.protection && !third && waits;
  return out;
}

Result<void> Flow::need_free(const Case& c) {
  const auto claim = select_claim(tx, c.id, now);
  if (!claim || claim->person_id == actor) return {};
  return conflict("case_claimed", fmt::format("Somebody else works on this case until {}, and can hand it over to you.",
                                              to_rfc3339(claim->until)));
}

Result<void> Flow::need_role(std::initializer_list<const char*> any_of) {
  MUSTER_TRY(const SignerFacts f, facts());
  for (const char* role : any_of)
    if (std::find(f.roles.begin(), f.roles.end(), role) != f.roles.end()) return {};
  return refused("role_missing", fmt::format("This step is for: {}.", fmt::join(any_of, ", ")));
}

void Flow::record(const events::Kind& kind, const char* record_kind, const std::string& id, const Body& body) {
  s.recorder_.record(tx, kind, actor, record_kind, id, body.str());
}

std::optional<Instant> Flow::due_in(const Case& c, const std::string& state) const {
  const auto due = [&](const char* clock) { return policy::due_in(s.policy_, c.region, clock, now); };
  if (state == "opened") return due("clock.screening");
  // One clock runs over several states: a step within does not wind it up again.
  if (state == "evidence_sealed" || state == "screened" || state == "decided" || state == "stayed")
    return c.due_at ? c.due_at : due("clock.decision");
  if (state == "referred" || state == "varied") return due("clock.decision");
  if (state == "ordered" || state == "upheld") return due("clock.execution");
  if (state == "executed") return due("clock.verification");
  if (state == "appealed") return due("clock.appeal_decision");
  if (state == "reversed" || state == "lapsed") return due("clock.restoration");
  return std::nullopt;
}

Result<Case> Flow::move(const Case& c, const std::string& event, const std::string& note) {
  MUSTER_TRY(const std::string to, next_state("case", c.state, event));
  if (!update_case_state(tx, c, to, now, due_in(c, to))) return stale();
  if (step_of(to) != step_of(c.state)) delete_claim(tx, c.id);  // that step is done
  Body body;
  body.text("number", c.number).text("from", c.state).text("to", to).text("event", event);
  body.text("ground", c.ground).text("region", c.region);
  if (!note.empty()) body.text("note", note);
  record(kMoved, kCaseRecord, c.id, body);
  return need_case(c.id);
}

Result<Order> Flow::move(const Order& o, const std::string& event, const std::string& reason) {
  MUSTER_TRY(const std::string to, next_state("order", o.state, event));
  if (!update_order_state(tx, o, to, reason.empty() ? o.end_reason : reason, now)) return stale();
  MUSTER_TRY(const Case c, need_case(o.case_id));
  Body body;
  body.text("number", o.number).text("from", o.state).text("to", to);
  body.text("case", c.id).text("ground", o.ground).text("measure", o.measure).text("region", c.region);
  if (!reason.empty()) body.text("reason", reason);
  const events::Kind& kind = event == "execute"  ? kExecuted
                             : event == "verify" ? kVerified
                             : event == "stay"   ? kStayed
                             : event == "resume" ? kResumed
                             : event == "lapse"  ? kLapsed
                             : event == "expire" ? kExpired
                                                 : kLifted;
  record(kind, kOrderRecord, o.id, body);
  MUSTER_TRY(Order moved, need_order(o.id));
  if (order_stands(o.state) != order_stands(to)) MUSTER_CHECK_OK(tell_contracts(moved, order_stands(to)));
  return moved;
}

Result<Appeal> Flow::move(Appeal a, const std::string& event) {
  const std::string from = a.state;
  MUSTER_TRY(a.state, next_state("appeal", from, event));
  if (!update_appeal(tx, a)) return stale();
  MUSTER_TRY(const Order o, need_order(a.order_id));
  const bool decided = event == "uphold" || event == "vary" || event == "reverse";
  const events::Kind& kind = event == "acknowledge" ? kAppealAcknowledged
                             : event == "stay"      ? kAppealStayed
                             : decided              ? kAppealDecided
                                                    : kAppealEnded;
  record(kind, kAppealRecord, a.id,
         Body()
             .text("number", a.number)
             .text("order", a.order_number)
             .text("from", from)
             .text("to", a.state)
             .text("order_id", o.id)
             .text("ground", o.ground)
             .text("reason", a.state));
  return need_appeal(a.id);
}

Result<Order> Flow::end_order(const Order& o, const std::string& event, const std::string& reason) {
  MUSTER_TRY(auto ended, move(o, event, reason));
  MUSTER_CHECK_OK(release_hold(o, reason));
  MUSTER_CHECK_OK(tell_executor(ended, notices::letters::kRestored));
  return ended;
}

Result<void> Flow::place_hold(const Order& o, const Decision& d) {
  const auto ground = restrictions::hold_ground(d.ground);
  if (d.measure != "hold" || d.scope_kind != "host" || !ground) return {};
  restrictions::NewHold hold;
  hold.name = d.scope_value;
  hold.ground = *ground;
  if (const auto c = select_case(tx, d.case_id); c && !c->site_id.empty()) hold.site_id = c->site_id;
  hold.provider_id = d.executor_party_id;
  hold.notice_ref = d.prior_notice_id;
  hold.decision_ref = d.id;
  hold.order_ref = o.id;
  hold.from = std::max(now, *d.starts);
  hold.until = *d.expires;
  auto placed = s.restrictions_.place_hold(tx, hold, actor);
  if (!placed.ok()) return placed.error();
  return {};
}

Result<void> Flow::release_hold(const Order& o, const std::string& reason) {
  const auto ground = restrictions::hold_ground(o.ground);
  if (o.measure != "hold" || o.scope_kind != "host" || !ground) return {};
  const auto lifted = s.restrictions_.lift_hold_of(tx, o.scope_value, *ground, reason, actor);
  if (!lifted.ok()) return lifted.error();
  return {};
}

std::vector<std::string> select_neighbours(store::Transaction& tx, const std::string& name, int limit) {
  static constexpr store::Sql kSameAddress{"case_neighbours_address",
                                           "select distinct r.host from test_hop h join test_run r on r.id = h.run_id "
                                           "where h.address <> '' and h.address in ("
                                           "select h2.address from test_hop h2 where h2.run_id = (select max(r2.id) "
                                           "from test_run r2 where r2.host = :name)) "
                                           "and r.host <> :name order by r.host limit :limit"};
  static constexpr store::Sql kSameDomain{
      "case_neighbours_domain",
      "select distinct r.host from test_run r where r.registrable in (select r2.registrable from test_run r2 "
      "where r2.host = :name) and r.host <> :name order by r.host limit :limit"};
  std::vector<std::string> out;
  for (const store::Sql* sql : {&kSameAddress, &kSameDomain})
    for (const auto& row : tx.query(*sql, {{"name", name}, {"limit", limit}})) out.push_back(row.text("host"));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace muster::cases

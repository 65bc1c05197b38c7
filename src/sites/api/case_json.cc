#include "case_json.h"

#include <cases/records.h>
#include <policy/policy.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {

json::value scope_json(const std::string& kind, const std::string& value) {
  if (kind.empty()) return nullptr;
  return json::object{{"kind", kind}, {"value", value}};
}

json::array why_json(const std::vector<cases::Hindrance>& why) {
  json::array out;
  for (const auto& h : why) out.push_back(json::object{{"code", h.code}, {"sentence", h.sentence}});
  return out;
}

json::object ground_json(const policy::Policy& policy, const cases::GroundRule& ground) {
  const policy::Ground* rules = policy.find_ground(ground.code);
  json::array elements, allows;
  for (const auto& e : cases::element_rules())
    if (e.ground == ground.code) elements.push_back(json::object{{"element", e.element}, {"sentence", e.sentence}});
  for (const auto& a : cases::allowances())
    if (a.ground == ground.code) allows.push_back(json::object{{"measure", a.measure}, {"scope_kind", a.scope_kind}});
  json::value operator_cap = nullptr;
  if (ground.operator_cap_hours > 0) operator_cap = ground.operator_cap_hours;
  return {{"ground", ground.code},
          {"scope_max", ground.scope_max},
          {"network_allowed", ground.network_allowed},
          {"who", ground.who},
          {"cap_hours", ground.cap_hours},
          {"operator_cap_hours", operator_cap},
          {"needs_notice", ground.needs_notice},
          {"sealed", ground.sealed},
          {"law", rules ? rules->law : ""},
          {"article", ""},
          {"elements", elements},
          {"allows", allows}};
}

json::object effect_json(const std::string& measure, const std::string& kind, const std::string& value,
                         const cases::ScopeEffect& effect) {
  json::array hit, reachable;
  for (const auto& name : effect.hit) hit.emplace_back(name);
  for (const auto& name : effect.reachable) reachable.emplace_back(name);
  return {{"measure", measure},
          {"scope", scope_json(kind, value)},
          {"hit", hit},
          {"reachable", reachable},
          {"beyond_case", effect.beyond_case}};
}

json::object next_event_json(std::string_view record, const std::string& state, const std::string& event,
                             const std::vector<cases::Hindrance>& why) {
  const auto to = cases::next_state(record, state, event);
  const bool reasons = event == "dismiss" || event == "withdraw" || event == "lift" || event == "uphold" ||
                       event == "vary" || event == "reverse";
  return {{"event", event},
          {"to", to.ok() ? *to : state},
          {"allowed", why.empty()},
          {"why_not", why_json(why)},
          {"needs_reasons", reasons}};
}

json::object clock_json(const char* clock, Instant due, Instant now) {
  return {{"clock", clock}, {"due_at", time_json(due)}, {"breached", due <= now}};
}

std::vector<std::string> states_waiting_for(const http::Principal& who) {
  std::vector<std::string> states;
  const auto add = [&](std::initializer_list<const char*> more) {
    states.insert(states.end(), more.begin(), more.end());
  };
  if (who.has("examiner")) add({"opened", "evidence_sealed", "screened", "executed"});
  if (who.has("decider") || who.has("security_decider")) add({"referred", "varied"});
  if (who.has("confirmer") || who.has("security_confirmer")) add({"decided"});
  if (who.has("appeal_officer")) add({"appealed", "stayed"});
  if (who.has("operator")) add({"ordered", "reversed", "lapsed"});
  return states;
}

json::object case_summary_json(const cases::Case& c, const http::Principal& who, Instant now,
                               const std::string& order_id) {
  const auto waiting = states_waiting_for(who);
  const bool finder_waits = c.state == "referred" || c.state == "decided";
  const bool mine = std::find(waiting.begin(), waiting.end(), c.state) != waiting.end() &&
                    !(finder_waits && c.opened_by == who.person_id);
  return {{"id", c.id},
          {"number", c.number},
          {"target", c.url.empty() ? c.name : c.url},
          {"host", c.name},
          {"ground", c.ground},
          {"state", c.state},
          {"state_since", time_json(c.state_at)},
          {"due_at", time_json(c.due_at)},
          {"breached", c.due_at && *c.due_at <= now},
          {"region", c.region.empty() ? json::value(nullptr) : json::value(c.region)},
          {"urgent", c.urgent},
          {"step", c.step.empty() ? json::value(nullptr) : json::value(c.step)},
          {"waits_for_me", mine},
          {"order_id", order_id.empty() ? json::value(nullptr) : json::value(order_id)}};
}

bool may_see_scope(const cases::Order& o, const http::Principal& who) {
  if (!o.sealed) return true;
  for (const char* role : {"examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor"})
    if (who.has(role)) return true;
  return false;
}

json::object order_summary_json(const cases::Order& o, const http::Principal& who, Instant now,
                                const std::string& appeal_id) {
  const bool standing = o.state == "in_force" || o.state == "executed" || o.state == "verified";
  return {{"id", o.id},
          {"number", o.number},
          {"case_id", o.case_id},
          {"ground", o.ground},
          {"authority", o.authority_name},
          {"measure", o.measure},
          {"scope", scope_json(o.scope_kind, may_see_scope(o, who) ? o.scope_value : "")},
          {"state", o.state},
          {"state_since", time_json(o.state_at)},
          {"in_force", standing && o.expires_at > now},
          {"expires_at", time_json(o.expires_at)},
          {"appeal_id", appeal_id.empty() ? json::value(nullptr) : json::value(appeal_id)}};
}

json::object appeal_json(const cases::Appeal& a, const cases::Order& order) {
  json::array reasons;
  if (!a.reasons.empty()) reasons.emplace_back(a.reasons);
  return {{"id", a.id},
          {"number", a.number},
          {"order_id", a.order_id},
          {"order_number", a.order_number},
          {"scope", scope_json(order.scope_kind, order.scope_value)},
          {"state", a.state},
          {"filed_at", time_json(a.filed_at)},
          {"due_at", time_json(a.decide_due)},
          {"text", ""},
          {"body_id", a.body_party_id.empty() ? json::value(nullptr) : json::value(a.body_party_id)},
          {"reasons", reasons},
          {"next_events", json::array()},
          {"timeline", json::array()}};
}

json::array signatures_json(store::Transaction& tx, const std::vector<cases::DecisionSignature>& signatures) {
  json::array out;
  for (const auto& s : signatures) {
    const json::value person = person_json(tx, s.person_id);
    out.push_back(json::object{{"as", s.capacity},
                               {"person", person},
                               {"party", person.is_object() ? person.as_object().at("party") : json::value("")},
                               {"at", time_json(s.signed_at)},
                               {"key_id", s.key_id},
                               {"key_kind", s.signature.kind},
                               {"ledger_index", nullptr}});
  }
  return out;
}

json::object received_order_json(store::Transaction& tx, const cases::ReceivedOrder& r) {
  json::array next;
  for (const auto& event : cases::open_events("received_order", r.state))
    next.push_back(next_event_json("received_order", r.state, event, {}));
  static constexpr store::Sql kName{"api_party_name", "select name from party where id = :id"};
  const auto authority = tx.one(kName, {{"id", r.authority_party_id}});
  return {{"id", r.id},
          {"authority", authority ? authority->text("name") : ""},
          {"number", r.reference},
          {"dated_on", r.dated},
          {"law", r.law},
          {"ground", r.ground},
          {"measure", r.measure},
          {"scope", scope_json(r.scope_kind, r.scope_value)},
          {"expires_at", time_json(r.ends_at)},
          {"scan_sha256", r.document_sha256},
          {"state", r.state},
          {"entered_by", person_json(tx, r.entered_by)},
          {"checked_by", r.checked_by.empty() ? json::value(nullptr) : person_json(tx, r.checked_by)},
          {"order_id", nullptr},
          {"next_events", next}};
}

std::string joined(const std::vector<std::string>& reasons) {
  std::string out;
  for (const auto& reason : reasons) out += (out.empty() ? "" : "\n") + reason;
  return out;
}

}  // namespace muster::api

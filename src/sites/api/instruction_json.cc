#include "case_json.h"
#include "instruction_handlers.h"
#include <cases/law_text.h>
#include <web/records.h>

namespace muster::api {

instructions::Service instructions_of(const Services& services) {
  return {services.database, services.recorder, services.policy, services.cases, services.notices};
}

namespace {

bool is_of_house(const http::Principal& who) {
  for (const char* role : {"operator", "examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                           "appeal_officer", "auditor", "supervisor"})
    if (who.has(role)) return true;
  return false;
}

}  // namespace

instructions::Speaker speaker_of(const http::Request& request, const char* way) {
  const http::Principal& who = *request.principal;
  return {who.person_id, is_of_house(who) ? "" : who.party_id, way};
}

std::string provider_of(const http::Request& request) {
  const auto who = speaker_of(request, "portal");
  return who.party_id.empty() ? request.query_or("provider", "") : who.party_id;
}

json::object instruction_json(const instructions::Instruction& i, Instant now, const http::Principal& who) {
  cases::Order about;
  about.sealed = i.sealed;
  const bool seen = !is_of_house(who) || may_see_scope(about, who);
  const bool late = (i.state == "waiting" && i.ack_due_at <= now) ||
                    ((i.state == "waiting" || i.state == "acknowledged") && i.execute_due_at <= now);
  return {{"id", i.id},
          {"key", i.key},
          {"order_id", i.order_id},
          {"order_number", i.order_number},
          {"version", i.version},
          {"action", i.action},
          {"urgent", i.urgent},
          {"state", i.state},
          {"state_since", to_rfc3339(i.state_at)},
          {"way", or_null(i.way)},
          {"provider", json::object{{"id", i.party_id}, {"name", i.party_name}}},
          {"ground", i.ground},
          {"sealed", i.sealed},
          {"measure", i.measure},
          {"scope", scope_json(i.scope_kind, seen ? i.scope_value : "")},
          {"authority", i.authority_name},
          {"law", cases::law_text(i.law, i.article)},
          {"given_at", to_rfc3339(i.created_at)},
          {"acknowledge_by", to_rfc3339(i.ack_due_at)},
          {"execute_by", to_rfc3339(i.execute_due_at)},
          {"expires_at", to_rfc3339(i.expires_at)},
          {"late", late},
          {"acknowledged_at", time_json(i.acknowledged_at)},
          {"executed_at", time_json(i.executed_at)},
          {"verified_at", time_json(i.verified_at)},
          {"looks", i.retests},
          {"test_id", or_null(i.test_id)},
          {"hitch", or_null(i.hitch)},
          {"hitch_at", time_json(i.hitch_at)},
          {"settled_at", time_json(i.settled_at)},
          {"note", or_null(i.note)}};
}

json::object outcome_json(const instructions::Outcome& outcome) {
  json::array faults;
  for (const auto& f : outcome.faults)
    faults.push_back(json::object{{"line", f.line == 0 ? json::value(nullptr) : json::value(f.line)},
                                  {"instruction", or_null(f.key)},
                                  {"field", or_null(f.field)},
                                  {"code", f.code},
                                  {"sentence", f.sentence}});
  return {{"done", outcome.done},
          {"already", outcome.already},
          {"refused", outcome.refused},
          {"faults", std::move(faults)}};
}

json::object counts_json(const instructions::Counts& c) {
  return {{"waiting", c.waiting},
          {"acknowledged", c.acknowledged},
          {"executed", c.executed},
          {"late", c.late},
          {"escalated", c.escalated}};
}

json::object channel_json(const instructions::Channel& c) {
  return {{"id", c.id},
          {"url", c.url},
          {"vkey", c.vkey},
          {"state", c.state},
          {"filed_at", to_rfc3339(c.filed_at)},
          {"asked_at", time_json(c.asked_at)},
          {"proven_at", time_json(c.proven_at)},
          {"fault", or_null(c.fault)}};
}

}  // namespace muster::api

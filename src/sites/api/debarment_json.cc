#include "debarment_handlers.h"
#include <store/database.h>
#include <web/records.h>

namespace muster::api {
namespace {

// Why this person can't take the step that is open: as the rules say it again when it is taken.
json::array why_not(const restrictions::Debarment& d, const restrictions::DebarmentTransition& t,
                    const http::Principal& who) {
  json::array out;
  const auto say = [&](const char* code, const std::string& sentence) {
    out.push_back(json::object{{"code", code}, {"sentence", sentence}});
  };
  if (!who.has(t.role)) say("role_missing", "This step is for: " + std::string(t.role) + ".");
  const bool hears = t.event == restrictions::DebarmentEvent::hear;
  const bool activates = t.event == restrictions::DebarmentEvent::activate;
  if ((hears && who.person_id == d.proposed_by) ||
      (activates && (who.person_id == d.proposed_by || who.person_id == d.heard_by)))
    say("debarment_same_person", "Who proposed it does not hear the entity, and neither of the two puts it in force.");
  return out;
}

}  // namespace

json::object debarment_line_json(const restrictions::Debarment& d) {
  return {{"id", d.id},
          {"number", d.number},
          {"subject_id", d.subject_id},
          {"subject_number", d.subject_number},
          {"subject_name", or_null(d.subject_name)},
          {"individual", d.individual},
          {"cause", restrictions::to_text(d.cause)},
          {"state", restrictions::to_text(d.state)},
          {"state_since", to_rfc3339(d.state_at)},
          {"proposed_at", to_rfc3339(d.proposed_at)},
          {"answer_by", time_json(d.answer_by)},
          {"from", time_json(d.from)},
          {"until", time_json(d.until)},
          {"review_at", time_json(d.review_at)}};
}

http::Response debarment_answer(const Services& services, const restrictions::Debarment& d, const http::Principal& who,
                                int status) {
  MUSTER_ANSWER_TRY(const auto history, services.debarments.history(d.id));
  json::object out = debarment_line_json(d);
  out["reason"] = d.reason;
  out["law"] = d.law;
  out["decision_ref"] = d.decision_ref;
  out["decided_at"] = to_rfc3339(d.decided_at);
  out["heard_how"] = or_null(d.heard_how);
  out["heard_at"] = time_json(d.heard_at);
  out["end_reason"] = or_null(d.end_reason);
  json::array next;
  for (const auto& t : restrictions::debarment_transitions())
    if (t.from == d.state && !t.role.empty()) {
      json::array reasons = why_not(d, t, who);
      const bool ends = t.to == restrictions::DebarmentState::removed, allowed = reasons.empty();
      next.push_back(json::object{{"event", restrictions::to_text(t.event)},
                                  {"to", restrictions::to_text(t.to)},
                                  {"allowed", allowed},
                                  {"why_not", std::move(reasons)},
                                  {"needs_reasons", ends}});
    }
  out["next_events"] = std::move(next);
  const auto more = services.database.read([&](store::Transaction& tx) -> Result<void> {
    out["proposed_by"] = person_json(tx, d.proposed_by);
    out["heard_by"] = d.heard_by.empty() ? json::value() : person_json(tx, d.heard_by);
    out["activated_by"] = d.activated_by.empty() ? json::value() : person_json(tx, d.activated_by);
    out["timeline"] = timeline_json(tx, history);
    return {};
  });
  if (!more.ok()) return http::Response::problem(more.error());
  auto made = answer(out, status).header("ETag", http::etag_of(d.version));
  if (status == 201) made.header("Location", "/api/debarments/" + d.id);
  return made;
}

}  // namespace muster::api

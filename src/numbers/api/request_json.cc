#include "lookup_handlers.h"
#include <parties/parties.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

// The steps that people take, from where it stands, and why not this person.
json::array next_of(const http::Request& request, const lookups::AuthorityRequest& r) {
  static const std::vector<std::string> kAnyReason{"reason"};  // whether it is given is asked when the step is taken
  json::array out;
  for (const auto& t : lookups::request_transitions()) {
    if (t.from != r.state || !t.by_person || t.event == lookups::RequestEvent::answer) continue;
    const bool refuses = t.event == lookups::RequestEvent::refuse;
    Result<void> open;
    if (!request.principal->has("compliance_officer") && !request.principal->has("supervisor"))
      open = refused("role_missing", "A compliance officer or a supervisor takes this step.");
    else
      open = lookups::may_step(r, t.event, request.principal->person_id,
                               refuses ? kAnyReason : std::vector<std::string>{});
    out.push_back(lookup_event_json(to_text(t.event), to_text(t.to), open, refuses));
  }
  return out;
}

}  // namespace

json::object lookup_event_json(const char* event, const char* to, const Result<void>& closed, bool needs_reasons) {
  json::array why;
  if (!closed.ok()) why.push_back({{"code", closed.error().code}, {"sentence", closed.error().sentence}});
  return {{"event", event},
          {"to", to},
          {"allowed", closed.ok()},
          {"why_not", std::move(why)},
          {"needs_reasons", needs_reasons}};
}

json::object request_json(store::Transaction& tx, const lookups::AuthorityRequest& r) {
  const auto authority = parties::find_party(tx, r.authority_id);
  return {{"id", r.id},
          {"number", r.number},
          {"state", to_text(r.state)},
          {"state_since", time_json(r.state_since)},
          {"authority_id", r.authority_id},
          {"authority_name", authority ? json::value(authority->name) : json::value(nullptr)},
          {"scope_id", r.scope_id},
          {"law", r.law},
          {"letter", r.letter},
          {"purpose", r.purpose},
          {"kind", to_text(r.kind)},
          {"fields", texts_json(r.fields)},
          {"about_at", time_json(r.about_at)},
          {"rows_max", r.rows_max},
          {"entered_at", time_json(r.entered_at)},
          {"due_at", time_json(r.due_at)},
          {"decided_at", time_json(r.decided_at)},
          {"reasons", texts_json(r.reasons)},
          {"expires_at", time_json(r.expires_at)},
          {"delay_until", time_json(r.delay_until)},
          {"delay_law", or_null(r.delay_law)},
          {"answered_at", time_json(r.answered_at)},
          {"readings", r.readings},
          {"notified_at", time_json(r.notified_at)}};
}

http::Response request_answered(const Services& services, const http::Request& request,
                                const lookups::AuthorityRequest& r, int status) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = request_json(tx, r);
    one["entered_by"] = person_json(tx, r.entered_by);
    one["checked_by"] = person_json(tx, r.checked_by);
    one["decided_by"] = person_json(tx, r.decided_by);
    one["next_events"] = next_of(request, r);
    one["timeline"] = timeline_json(tx, events::of_record(tx, lookups::kRequestRecord, r.id));
    return one;
  }));
  return answer(out, status).header("ETag", http::etag_of(r.version));
}

}  // namespace muster::numbers_api

#include "lookup_handlers.h"
#include <parties/parties.h>
#include <store/database.h>
#include <web/records.h>

namespace muster::numbers_api {
namespace {

using lookups::DisputeOutcome;

Result<void> may_take(const http::Request& request, const lookups::Dispute& d, lookups::DisputeEvent event) {
  const http::Principal& who = *request.principal;
  if (!who.has("registrar") && !who.has("compliance_officer") && !who.has("supervisor"))
    return refused("role_missing", "A registrar, a compliance officer or a supervisor takes this step.");
  if (event == lookups::DisputeEvent::ask_dealer && d.dealer_id.empty())
    return conflict("dispute_no_dealer", "No dealer registered it; there is nobody to ask.");
  // Whether this person may decide at all; the outcome and its reason are asked for with the step.
  if (event == lookups::DisputeEvent::decide) return may_decide(d, who.person_id, DisputeOutcome::kept, "reason");
  return {};
}

json::array next_of_dispute(const http::Request& request, const lookups::Dispute& d) {
  json::array out;
  for (const auto& t : lookups::dispute_transitions()) {
    if (t.from != d.state || t.event == lookups::DisputeEvent::tell) continue;
    out.push_back(lookup_event_json(to_text(t.event), to_text(t.to), may_take(request, d, t.event),
                                    t.event == lookups::DisputeEvent::decide));
  }
  // No step of the table: it stays where it is.
  if (d.state == lookups::DisputeState::dealer_asked && !d.dealer_answer)
    out.push_back(lookup_event_json("note_answer", to_text(d.state),
                                    may_take(request, d, lookups::DisputeEvent::ask_dealer), false));
  return out;
}

}  // namespace

json::object dispute_json(store::Transaction& tx, const lookups::Dispute& d) {
  const auto dealer = d.dealer_id.empty() ? std::nullopt : parties::find_party(tx, d.dealer_id);
  const auto word = [](const auto& value) { return value ? json::value(to_text(*value)) : json::value(nullptr); };
  return {{"id", d.id},
          {"kind", to_text(d.kind)},
          {"state", to_text(d.state)},
          {"state_since", time_json(d.state_since)},
          {"holder_id", d.holder_id},
          {"line_id", or_null(d.line_id)},
          {"dealer_id", or_null(d.dealer_id)},
          {"dealer_name", dealer ? json::value(dealer->name) : json::value(nullptr)},
          {"fields", texts_json(d.fields)},
          {"opened_at", time_json(d.opened_at)},
          {"due_at", time_json(d.due_at)},
          {"dealer_due_at", time_json(d.dealer_due_at)},
          {"dealer_answer", word(d.dealer_answer)},
          {"outcome", word(d.outcome)},
          {"reason", or_null(d.reason)},
          {"decided_at", time_json(d.decided_at)},
          {"told_at", time_json(d.told_at)}};
}

http::Response dispute_answered(const Services& services, const http::Request& request, const lookups::Dispute& d) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = dispute_json(tx, d);
    one["decided_by"] = person_json(tx, d.decided_by);
    one["next_events"] = next_of_dispute(request, d);
    one["timeline"] = timeline_json(tx, events::of_record(tx, lookups::kDisputeRecord, d.id));
    return one;
  }));
  return answer(out).header("ETag", http::etag_of(d.version));
}

}  // namespace muster::numbers_api

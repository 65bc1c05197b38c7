// GET /corrections: those that wait for a second person, oldest first; ?holder= all of one person, newest first. GET
// /corrections/{id}.
#include "change_handlers.h"
#include <events/event.h>
#include <store/database.h>
#include <web/records.h>

#include <algorithm>

namespace muster::numbers_api {
namespace {

using persons::Correction;
using persons::CorrectionState;

json::array correction_steps(const http::Request& request, const Correction& c) {
  json::array out;
  if (c.state != CorrectionState::asked) return out;
  const http::Principal& who = *request.principal;
  auto second = lacks(who, {"registrar", "compliance_officer"}, "A registrar or a compliance officer decides it.");
  auto own = second;
  if (!second && who.person_id == c.asked_by)
    second = refused("correction_one_person", "Who asks for a correction does not decide on it.");
  if (!own && who.person_id != c.asked_by)
    own = refused("correction_other_person", "Who asked for a correction withdraws it.");
  out.push_back(step_json("confirm", "confirmed", second));
  out.push_back(step_json("refuse", "refused", second));
  out.push_back(step_json("withdraw", "withdrawn", own));
  return out;
}

}  // namespace

persons::Corrections corrections_of(const Services& s) {
  return {s.database, s.recorder, s.vault, s.policy};
}

json::object correction_json(store::Transaction& tx, const Correction& c) {
  return {{"id", c.id},
          {"holder_id", c.holder_id},
          {"part", to_text(c.part)},
          {"document_id", or_null(c.document_id)},
          {"document_kind", or_null(c.kind)},
          {"state", to_text(c.state)},
          {"evidence", persons::to_text(c.proof.evidence)},
          {"reference", c.proof.reference},
          {"asked_by", person_json(tx, c.asked_by)},
          {"asked_at", time_json(c.asked_at)},
          {"decided_by", person_json(tx, c.decided_by)},
          {"decided_at", time_json(c.decided_at)},
          {"former_until", time_json(c.former_until)},
          {"former_gone_at", time_json(c.former_gone_at)}};
}

http::Response correction_answer(const Services& services, const http::Request& request, const Correction& c,
                                 int status) {
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = correction_json(tx, c);
    one["next_events"] = correction_steps(request, c);
    one["timeline"] = timeline_json(tx, events::of_record(tx, persons::kCorrectionRecord, c.id));
    return one;
  }));
  return answer(std::move(out), status);
}

http::Response correction_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string holder = request.query_or("holder", "");
  std::vector<Correction> found;
  bool more = false;
  if (!holder.empty()) {
    MUSTER_ANSWER_TRY(found, corrections_of(services).of_holder(holder));
    std::reverse(found.begin(), found.end());
  } else {
    MUSTER_ANSWER_TRY(found, corrections_of(services).waiting(page.after, page.limit + 1));
    more = static_cast<int>(found.size()) > page.limit;
    if (more) found.pop_back();
  }
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& correction : found) out.push_back(correction_json(tx, correction));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response correction_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto correction, corrections_of(services).get(request.param("id")));
  return correction_answer(services, request, correction);
}

}  // namespace muster::numbers_api

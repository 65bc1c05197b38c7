// GET, POST /inspection-visits; GET /inspection-visits/{id}: with what was looked at; POST
// /inspection-visits/{id}/events {event: end}
#include "programme_handlers.h"
#include "referral_handlers.h"
#include <programme/visit.h>
#include <web/records.h>

namespace muster::api {
namespace {

json::object visit_json(const Services& services, const programme::Visit& v) {
  const bool over = v.ended_at || v.until_at <= services.clock.now();
  return {{"id", v.id},
          {"person", json::object{{"id", v.person_id}, {"display_name", v.person_name}}},
          {"party", v.party_name},
          {"purpose", v.purpose},
          {"granted_by", person_of(services, v.granted_by)},
          {"granted_at", to_rfc3339(v.granted_at)},
          {"until", to_rfc3339(v.until_at)},
          {"ended_at", time_json(v.ended_at)},
          {"state", over ? "over" : "open"}};
}

}  // namespace

http::Response visit_list(const Services& services, const http::Request& request) {
  const programme::Visits visits(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, visits.list(page.after, page.limit));
  json::array items;
  for (const auto& v : found.items) items.push_back(visit_json(services, v));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response visit_grant(const Services& services, const http::Request& request) {
  const programme::Visits visits(services.database, services.recorder);
  Body body(request);
  programme::NewVisit what;
  what.person_id = body.text("person_id", 100);
  what.purpose = body.text("purpose", programme::kNoteMax);
  what.until_at = body.instant("until");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, visits.grant(what, actor_of(request)));
  return answer(visit_json(services, made), 201);
}

http::Response visit_show(const Services& services, const http::Request& request) {
  const programme::Visits visits(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto whole, visits.visit(request.param("id")));
  json::object out = visit_json(services, whole.visit);
  const auto timeline = services.database.read(
      [&](store::Transaction& tx) -> Result<json::array> { return timeline_json(tx, whole.history); });
  out["timeline"] = timeline.ok() ? *timeline : json::array();
  json::array looks;
  for (const auto& event : whole.history) {
    if (event.kind != programme::kVisitLooked.name) continue;
    json::error_code fault;
    const json::value said = json::parse(event.body, fault);
    const auto* path = !fault && said.is_object() ? said.as_object().if_contains("path") : nullptr;
    looks.push_back(json::object{{"at", to_rfc3339(event.at)}, {"path", path ? *path : json::value()}});
  }
  out["looks"] = std::move(looks);
  return answer(out);
}

http::Response visit_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"end"};
  const programme::Visits visits(services.database, services.recorder);
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto ended, visits.end(request.param("id"), actor_of(request)));
  return answer(visit_json(services, ended));
}

}  // namespace muster::api

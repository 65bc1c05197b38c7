// GET, POST /inspections, GET /inspections/{id}, POST /inspections/{id}/events {event: close}
#include "inspection_json.h"
#include "programme_handlers.h"

namespace muster::api {

http::Response inspection_open(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string party = body.text("party_id", 100);
  const std::string checklist = body.text("checklist", programme::kCodeMax);
  const std::string purpose = body.text("purpose", programme::kNoteMax);
  const std::string until = body.text("until_on", 10);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto whole,
                    inspections_of(services).open(party, checklist, purpose, until, actor_of(request)));
  return inspection_answered(services, whole, 201);
}

http::Response inspection_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, inspections_of(services).list(page.after, page.limit, actor_of(request)));
  json::array items;
  for (const auto& i : found.items) items.push_back(inspection_json(services, i));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response inspection_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto whole, inspections_of(services).inspection(request.param("id"), actor_of(request)));
  return inspection_answered(services, whole);
}

http::Response inspection_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"close"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto whole, inspections_of(services).close(request.param("id"), actor_of(request)));
  return inspection_answered(services, whole);
}

}  // namespace muster::api

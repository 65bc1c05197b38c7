// GET, POST /inspection-findings, GET /inspection-findings/{id}, POST /inspection-findings/{id}/events
#include "inspection_json.h"
#include "programme_handlers.h"

#include <fmt/format.h>

namespace muster::api {

http::Response finding_write(const Services& services, const http::Request& request) {
  Body body(request);
  programme::NewFinding what;
  what.party_id = body.text("party_id", 100);
  what.inspection_id = body.maybe_text("inspection_id", 100).value_or("");
  what.severity = body.text("severity", 20);
  what.found_by = body.text("found_by", 20);
  what.known_on = body.text("known_on", 10);
  what.sentence = body.text("sentence", programme::kNoteMax);
  what.due_on = body.text("due_on", 10);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto finding, inspections_of(services).write(what, actor_of(request)));
  return finding_answered(services, finding, 201);
}

http::Response finding_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, inspections_of(services).findings(request.query_or("party", ""),
                                                                        request.query_or("open", "") == "true",
                                                                        page.after, page.limit, actor_of(request)));
  json::array items;
  for (const auto& f : found.items) items.push_back(finding_json(services, f));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response finding_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto finding, inspections_of(services).finding(request.param("id"), actor_of(request)));
  return finding_answered(services, finding);
}

http::Response finding_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"remedy", "reopen", "close", "withdraw"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const auto reasons = body.texts("reasons", 20, programme::kNoteMax);
  MUSTER_BODY_DONE(body);
  const auto inspections = inspections_of(services);
  const auto actor = actor_of(request);
  MUSTER_ANSWER_TRY(const auto before, inspections.finding(request.param("id"), actor));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto finding, inspections.move(before.id, before.version, event,
                                                         fmt::format("{}", fmt::join(reasons, "\n")), actor));
  return finding_answered(services, finding);
}

}  // namespace muster::api

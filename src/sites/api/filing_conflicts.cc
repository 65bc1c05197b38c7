// GET /filing-conflicts: what other registers say otherwise. POST /filing-conflicts/{id}/events: keep_ours, ask_change.
#include "filing_handlers.h"
#include <filings/conflict.h>
#include <web/records.h>

namespace muster::api {

json::object conflict_json(const filings::Conflict& c) {
  return {{"id", c.id},
          {"register", c.register_name},
          {"filing_id", c.site_id},
          {"field", c.field},
          {"personal", c.personal},
          {"ours", c.personal ? json::value(nullptr) : json::value(c.ours)},
          {"theirs", c.personal ? json::value(nullptr) : json::value(c.theirs)},
          {"state", filings::to_text(c.state)},
          {"found_at", time_json(c.found_at)},
          {"closed_at", time_json(c.closed_at)},
          {"reason", or_null(c.reason)}};
}

http::Response filing_conflict_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const filings::Conflicts conflicts(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, conflicts.open(request.query_or("register", ""), page.after, page.limit));
  json::array items;
  for (const auto& conflict : found.items) items.push_back(conflict_json(conflict));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response filing_conflict_event(const Services& services, const http::Request& request) {
  Body body(request);
  constexpr std::string_view kEvents[] = {"keep_ours", "ask_change"};
  const auto event = filings::conflict_event(body.one_of("event", kEvents));
  const std::string reason = body.text("reason", 2'000);
  MUSTER_BODY_DONE(body);
  const filings::Conflicts conflicts(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto done,
                    conflicts.resolve(request.param("id"), *event, reason, actor_of(*request.principal)));
  return answer(conflict_json(done));
}

}  // namespace muster::api

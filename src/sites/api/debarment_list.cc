// GET /debarments: newest first; ?state, ?subject_id.
#include "debarment_handlers.h"

namespace muster::api {

http::Response debarment_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  restrictions::DebarmentFilter filter;
  filter.subject_id = request.query_or("subject_id", "");
  if (const auto state = request.query_value("state"); state && !state->empty()) {
    filter.state = restrictions::debarment_state(*state);
    if (!filter.state)
      return http::Response::problem(invalid("state_unknown", "There is no such state of a debarment.", "state"));
  }
  MUSTER_ANSWER_TRY(const auto found, services.debarments.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& d : found.items) items.push_back(debarment_line_json(d));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

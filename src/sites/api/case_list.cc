// GET /cases: by state, ground, host (q), or what waits for the caller.
#include "case_handlers.h"
#include <base/text.h>
#include <names/name.h>

namespace muster::api {

http::Response case_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  cases::CaseFilter filter;
  filter.state = request.query_or("state", "");
  filter.ground = request.query_or("ground", "");
  if (!filter.ground.empty() && !cases::find_ground(filter.ground))
    return http::Response::problem(invalid("ground_unknown", "The list of grounds is closed.", "ground"));
  const std::string q(trim(request.query_or("q", "")));
  json::array items;
  const Instant now = services.clock.now();
  if (q.starts_with("C-")) {
    const auto one = services.cases.find_case(q);
    if (one.ok()) items.push_back(case_summary_json(*one, *request.principal, now, ""));
    return list_answer(std::move(items), std::nullopt);
  }
  if (!q.empty()) {
    MUSTER_ANSWER_TRY(const auto name, names::parse_name(q));
    filter.name = name.ascii;
  }
  if (request.query_or("waiting", "") == "me") {
    filter.states = states_waiting_for(*request.principal);
    if (filter.states.empty()) return list_answer({}, std::nullopt);
  }
  MUSTER_ANSWER_TRY(const auto found, services.cases.cases(filter, page.after, page.limit));
  for (const auto& c : found.items) items.push_back(case_summary_json(c, *request.principal, now, ""));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

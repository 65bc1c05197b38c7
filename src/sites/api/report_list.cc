// GET /reports: what waits, in the order of the queue (trusted flaggers, urgent grounds, age); by state, ground, name
// (q) or lead: newest first.
#include "report_handlers.h"
#include <base/text.h>
#include <policy/policy.h>

namespace muster::api {

http::Response report_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  reports::ReportFilter filter;
  filter.state = request.query_or("state", "");
  filter.ground = request.query_or("ground", "");
  filter.lead_id = request.query_or("lead", "");
  filter.name = trim(request.query_or("q", ""));
  const auto known = reports::states();
  if (!filter.state.empty() && std::find(known.begin(), known.end(), filter.state) == known.end())
    return http::Response::problem(invalid("state_unknown", "A report has no such state.", "state"));
  if (!filter.ground.empty() && !services.policy.find_ground(filter.ground))
    return http::Response::problem(invalid("ground_unknown", "The list of grounds is closed.", "ground"));
  json::array items;
  const Instant now = services.clock.now();
  if (filter.name.starts_with("R-")) {
    if (const auto one = services.reports.report(filter.name); one.ok())
      items.push_back(report_summary_json(*one, now));
    return list_answer(std::move(items), std::nullopt);
  }
  MUSTER_ANSWER_TRY(const auto found, services.reports.list(filter, page.after, page.limit));
  for (const auto& r : found.items) items.push_back(report_summary_json(r, now));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

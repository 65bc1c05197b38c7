// GET /orders: by state; state=standing: those in force.
#include "case_handlers.h"
#include <base/text.h>

namespace muster::api {

http::Response order_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const Instant now = services.clock.now();
  json::array items;
  const std::string q(trim(request.query_or("q", "")));
  if (!q.empty()) {
    const auto one = services.cases.order(q);
    if (one.ok()) items.push_back(order_summary_json(*one, *request.principal, now, ""));
    return list_answer(std::move(items), std::nullopt);
  }
  cases::OrderFilter filter;
  filter.state = request.query_or("state", "");
  filter.standing = filter.state == "standing";
  filter.ground = request.query_or("ground", "");
  MUSTER_ANSWER_TRY(const auto found, services.cases.orders(filter, page.after, page.limit));
  for (const auto& o : found.items) items.push_back(order_summary_json(o, *request.principal, now, ""));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

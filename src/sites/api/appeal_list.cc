// GET /appeals
#include "case_handlers.h"

namespace muster::api {

http::Response appeal_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.cases.appeals(request.query_or("state", ""), page.after, page.limit));
  json::array items;
  for (const auto& a : found.items) {
    MUSTER_ANSWER_TRY(const auto o, services.cases.order(a.order_id));
    items.push_back(appeal_json(a, o));
  }
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

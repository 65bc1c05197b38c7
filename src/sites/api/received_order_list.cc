// GET /received-orders
#include "case_handlers.h"

namespace muster::api {

http::Response received_order_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found,
                    services.cases.received_orders(request.query_or("state", ""), page.after, page.limit));
  const auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& r : found.items) out.push_back(received_order_json(tx, r));
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  return list_answer(*items, found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

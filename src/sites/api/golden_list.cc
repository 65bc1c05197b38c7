// GET /golden-items: newest first; of a state, of a ground. Whoever may have to judge one blind sees those alone that
// wait for a second person.
#include "review_handlers.h"

namespace muster::api {

http::Response golden_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const bool all = request.principal->has("auditor") || request.principal->has("supervisor");
  const reviews::GoldenFilter filter{all ? request.query_or("state", "") : "proposed", request.query_or("ground", ""),
                                     page.after, page.limit};
  MUSTER_ANSWER_TRY(const auto found, services.reviews.golden_items(filter));
  const auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& item : found) out.push_back(golden_json(tx, item, *request.principal));
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(*items, more ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::api

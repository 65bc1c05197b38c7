// GET /authority-requests?state=&overdue=1: newest first; those that nobody decided in their term, the longest due
// first.
#include "lookup_handlers.h"
#include <store/database.h>

namespace muster::numbers_api {

http::Response request_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const bool overdue = request.query_or("overdue", "") == "1";
  MUSTER_ANSWER_TRY(auto found,
                    overdue ? services.requests.overdue(page.limit)
                            : services.requests.list(request.query_or("state", ""), page.after, page.limit + 1));
  const bool more = !overdue && found.size() > static_cast<std::size_t>(page.limit);
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& r : found) out.push_back(request_json(tx, r));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response request_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto found, services.requests.get(request.param("id")));
  return request_answered(services, request, found);
}

}  // namespace muster::numbers_api

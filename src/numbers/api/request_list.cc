// GET /authority-requests?state=&overdue=1: newest first; those that nobody decided in their term, the longest due
// first.
#include "lookup_handlers.h"

namespace muster::numbers_api {

http::Response request_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const bool overdue = request.query_or("overdue", "") == "1";
  MUSTER_ANSWER_TRY(auto found,
                    overdue ? services.requests.overdue(page.limit)
                            : services.requests.list(request.query_or("state", ""), page.after, page.limit + 1));
  const bool more = !overdue && found.size() > static_cast<std::size_t>(page.limit);
  if (more) found.pop_back();
  json::array items;
  for (const auto& r : found) items.push_back(request_json(r));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response request_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto found, services.requests.get(request.param("id")));
  return request_answered(services, found);
}

}  // namespace muster::numbers_api

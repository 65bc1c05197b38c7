// GET /dealers?state=&parent=: by id. People of a dealer see their own alone.
#include "dealer_handlers.h"

namespace muster::numbers_api {

http::Response dealer_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string state = request.query_or("state", ""), parent = request.query_or("parent", "");
  if (!state.empty() && !dealers::state(state))
    return http::Response::problem(invalid("state_unknown", "There is no such state of a dealer.", "state"));
  std::vector<dealers::Dealer> found;
  if (sees_dealer(*request.principal, {})) {
    MUSTER_ANSWER_TRY(found, services.dealers.list(state, parent, page.after, page.limit + 1));
  } else if (const auto own = services.dealers.get(request.principal->party_id); own.ok() && page.after.empty()) {
    found.push_back(*own);
  }
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& dealer : found) {
      json::object item = dealer_json(dealer);
      item["name"] = party_name(tx, dealer.id);
      out.push_back(std::move(item));
    }
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  return list_answer(std::move(*items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response dealer_show(const Services& services, const http::Request& request) {
  if (!sees_dealer(*request.principal, request.param("id"))) return not_your_dealer();
  MUSTER_ANSWER_TRY(const auto dealer, services.dealers.get(request.param("id")));
  return dealer_answer(services, request, dealer);
}

}  // namespace muster::numbers_api

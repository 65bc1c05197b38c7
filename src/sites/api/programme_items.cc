// GET /programmes/{id}/items?area=&state=&watched=&party= and GET /programme-items/mine
#include "programme_handlers.h"

namespace muster::api {
namespace {

http::Response page_answer(const Services& services, const programme::ItemPage& page) {
  json::array items;
  for (const auto& listed : page.items) items.push_back(listed_json(services, listed));
  return list_answer(std::move(items), page.next.empty() ? std::nullopt : std::optional(page.next));
}

}  // namespace

http::Response programme_items(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const programme::ItemFilter filter{request.query_or("area", ""), request.query_or("state", ""),
                                     request.query_or("watched", ""), request.query_or("party", "")};
  MUSTER_ANSWER_TRY(const auto found,
                    services.programme.items(request.param("id"), filter, page.after, page.limit, actor_of(request)));
  return page_answer(services, found);
}

http::Response programme_mine(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.programme.own_items(actor_of(request), page.after, page.limit));
  return page_answer(services, found);
}

}  // namespace muster::api

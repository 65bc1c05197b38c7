// GET /partners/{id}/channels: those at the top, or right below ?parent_id.
#include "partner_handlers.h"
#include <web/records.h>

namespace muster::api {

http::Response channel_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(auto nodes,
                    services.inventories.channels(p.id, request.query_or("parent_id", ""), page.after, page.limit + 1));
  const bool more = static_cast<int>(nodes.size()) > page.limit;
  if (more) nodes.pop_back();
  json::array items;
  for (const auto& n : nodes)
    items.push_back(json::object{{"id", n.id},
                                 {"path", n.path},
                                 {"name", n.name()},
                                 {"parent_id", or_null(n.parent_id)},
                                 {"links", n.links},
                                 {"channels", n.channels}});
  return list_answer(std::move(items), more ? std::optional(nodes.back().path) : std::nullopt);
}

}  // namespace muster::api

// GET /partners/{id}/inventories: newest first.
#include "partner_handlers.h"

namespace muster::api {

http::Response inventory_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  MUSTER_ANSWER_TRY(auto found, services.inventories.versions(p.id, page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& i : found)
    items.push_back(json::object{{"number", i.no},
                                 {"source", i.source},
                                 {"full", i.full},
                                 {"taken_at", time_json(i.ended_at)},
                                 {"links", i.links},
                                 {"added", i.added},
                                 {"changed", i.changed},
                                 {"removed", i.removed},
                                 {"refused", i.refused},
                                 {"sha256", i.sha256}});
  return list_answer(std::move(items), more ? std::optional(std::to_string(found.back().no)) : std::nullopt);
}

}  // namespace muster::api

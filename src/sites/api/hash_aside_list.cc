// GET /put-aside-hashes: listed hashes that suddenly matched very many pictures, oldest first. They open nothing until
// a person has looked.
#include "bundle_handlers.h"
#include <hashes/service.h>

namespace muster::api {

http::Response hash_aside_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.hashes.put_aside(page.after, page.limit));
  json::array items;
  for (const auto& each : found.items)
    items.push_back(json::object{{"list_id", each.list_id},
                                 {"list", each.list_name},
                                 {"kind", to_text(each.kind)},
                                 {"hash", to_hex(each.hash)},
                                 {"pictures", each.pictures},
                                 {"at", time_json(each.at)}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

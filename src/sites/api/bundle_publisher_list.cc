// GET /bundle-publishers
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_publisher_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, services.bundles.publishers(page.after, page.limit));
  const auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& publisher : found) out.push_back(publisher_json(tx, publisher));
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(*items, more ? std::optional(found.back().public_key) : std::nullopt);
}

}  // namespace muster::api

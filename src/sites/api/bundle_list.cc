// GET /bundles: newest first; of a kind, of a state.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  bundles::BundleFilter filter;
  filter.kind = request.query_or("kind", "");
  filter.state = request.query_or("state", "");
  filter.after = page.after;
  filter.limit = page.limit;
  MUSTER_ANSWER_TRY(const auto found, services.bundles.list(filter));
  const auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& bundle : found) out.push_back(bundle_row_json(tx, bundle));
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(*items, more ? std::optional(bundles::key_of(found.back())) : std::nullopt);
}

}  // namespace muster::api

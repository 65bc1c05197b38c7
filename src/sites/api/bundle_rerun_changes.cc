// GET /bundle-reruns/{id}/changes: tests whose verdict the bundle would have changed; the first thousand are kept.
#include "bundle_handlers.h"

namespace muster::api {

http::Response bundle_rerun_changes(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto rerun, services.bundles.rerun_of(request.param("id")));
  MUSTER_ANSWER_TRY(const auto changes, services.bundles.changes(rerun.id, page.after, page.limit));
  json::array items;
  for (const auto& change : changes)
    items.push_back(json::object{{"test_id", change.run_id},
                                 {"before", change.before},
                                 {"after", change.after},
                                 {"top_reason", change.top_reason}});
  const bool more = static_cast<int>(changes.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(changes.back().run_id) : std::nullopt);
}

}  // namespace muster::api

// GET /cases/{id}/bundles: those that were asked for, newest first.
#include "case_handlers.h"
#include "evidence_handlers.h"
#include <cases/service.h>
#include <store/database.h>

namespace muster::api {

http::Response court_bundle_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto file, services.cases.find_case(request.param("id")));
  MUSTER_ANSWER_TRY(const auto found, court_bundles_of(services).of_case(file.id, page.after, page.limit));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& bundle : found) out.push_back(court_bundle_json(tx, bundle));
    return out;
  }));
  const bool more = static_cast<int>(found.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

}  // namespace muster::api

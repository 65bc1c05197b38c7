// GET /trusted-flaggers: those in force first.
#include "report_handlers.h"
#include <store/database.h>

namespace muster::api {

http::Response flagger_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto found, services.reports.flaggers());
  const auto items = services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& flagger : found) out.push_back(flagger_json(tx, flagger));
    return out;
  });
  if (!items.ok()) return http::Response::problem(items.error());
  return list_answer(*items, std::nullopt);
}

}  // namespace muster::api

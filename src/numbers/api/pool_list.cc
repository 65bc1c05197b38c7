// GET /pools: by name. There are as many as the regulator gave ranges.
#include "line_handlers.h"

namespace muster::numbers_api {

http::Response pool_list(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto pools, services.lines.pools());
  json::array items;
  for (const auto& pool : pools) items.push_back(pool_json(pool));
  return list_answer(std::move(items), std::nullopt);
}

http::Response pool_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto pool, services.lines.pool(request.param("id")));
  return answer(pool_json(pool));
}

}  // namespace muster::numbers_api

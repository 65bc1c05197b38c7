// GET /census/runs/{id}
#include "census_handlers.h"

namespace muster::api {

http::Response census_run(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run, services.census.get(request.param("id")));
  json::object out;
  MUSTER_ANSWER_CHECK(services.database.read([&](store::Transaction& tx) -> Result<void> {
    out = run_json(tx, run);
    return {};
  }));
  return answer(out);
}

}  // namespace muster::api

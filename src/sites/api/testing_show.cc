// GET /tests/{id}: a visit with its vantage, hops and hits in context.
#include "testing_handlers.h"

namespace muster::api {

http::Response testing_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run, services.testing.run(request.param("id")));
  MUSTER_ANSWER_TRY(auto out, test_json(services, run));
  return answer(std::move(out));
}

}  // namespace muster::api

// POST /tests: visit URLs now, as a job; from all vantages where that is asked for.
#include "testing_handlers.h"

namespace muster::api {
namespace {

constexpr std::size_t kUrlsMax = 100;
constexpr std::size_t kUrlBytesMax = 2'048;

}  // namespace

http::Response testing_request(const Services& services, const http::Request& request) {
  Body body(request);
  const auto urls = body.texts("urls", kUrlsMax, kUrlBytesMax, 1);
  const testing::TestMode mode{.vantages = body.flag_or("vantages", false)};
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto requested, services.testing.request(urls, request.principal->person_id, mode));
  json::array ids;
  for (const auto& id : requested.test_ids) ids.push_back(json::value(id));
  return answer({{"job_id", requested.job_id}, {"test_ids", std::move(ids)}}, 202);
}

}  // namespace muster::api

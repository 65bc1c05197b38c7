// GET /review-agreement: how far reviewers agree, by month and ground; of nobody by name.
#include "review_handlers.h"

namespace muster::api {
namespace {

constexpr int kMonthsUsual = 12;

}  // namespace

http::Response review_agreement(const Services& services, const http::Request& request) {
  const std::string last = request.query_or("month", to_day(services.clock.now()).substr(0, 7));
  MUSTER_ANSWER_TRY(const auto all, services.reviews.agreement(last, kMonthsUsual));
  return list_answer(agreement_json(all), std::nullopt);
}

}  // namespace muster::api

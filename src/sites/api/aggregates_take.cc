// POST /aggregates: a file of aggregates that its operator signed; who brings it does not matter. GET
// /feeds/aggregates: ours.
#include "aggregate_handlers.h"
#include <ledger/log.h>

namespace muster::api {
namespace {

constexpr int kMonthsFed = 12;

}  // namespace

http::Response aggregates_take(const Services& services, const http::Request& request) {
  const programme::Aggregates aggregates(services.database, services.recorder, services.metrics);
  MUSTER_ANSWER_TRY(const auto taken, aggregates.take(request.body));
  return answer(json::object{{"source", taken.source_name},
                             {"sequence", taken.sequence},
                             {"figures", taken.figures},
                             {"was_there", taken.was_there}});
}

http::Response aggregates_feed(const Services& services, const http::Request&) {
  if (!services.sign) return http::Response::problem(unavailable("aggregates_off", "This program signs nothing."));
  const programme::Aggregates aggregates(services.database, services.recorder, services.metrics);
  const std::string until = services.metrics.current_month();
  std::string from = until;
  for (int i = 0; i < kMonthsFed; ++i) from = metrics::month_before(from);
  MUSTER_ANSWER_TRY(auto file,
                    aggregates.make(from, metrics::month_before(until), true, services.ledger.origin(), services.sign));
  return http::Response::json(std::move(file)).header("Cache-Control", "no-store");
}

}  // namespace muster::api

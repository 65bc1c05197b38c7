// POST /public-reports/{number}/events: withdraw, by who has its secret.
#include "report_handlers.h"

namespace muster::api {

http::Response report_withdraw(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"withdraw"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto status,
                    services.reports.withdraw(request.param("number"), request.header(kSecretHeader)));
  return answer(status_json(status));
}

}  // namespace muster::api

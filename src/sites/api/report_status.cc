// GET /public-reports/{number}: what became of it, for who has its secret.
#include "report_handlers.h"

namespace muster::api {

http::Response report_status(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto status, services.reports.status(request.param("number"), request.header(kSecretHeader)));
  return answer(status_json(status));
}

}  // namespace muster::api

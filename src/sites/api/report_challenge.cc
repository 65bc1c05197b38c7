// GET /public-reports/challenge: the work that a report must bring now.
#include "report_handlers.h"

namespace muster::api {

http::Response report_challenge(const Services& services, const http::Request&) {
  const auto challenge = services.reports.challenge();
  return answer(json::object{
      {"challenge", challenge.text}, {"bits", challenge.bits}, {"expires_at", time_json(challenge.expires_at)}});
}

}  // namespace muster::api

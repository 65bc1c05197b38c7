// POST /public-reports: a report by anybody, without signing in.
#include "report_handlers.h"

namespace muster::api {

http::Response report_receive(const Services& services, const http::Request& request) {
  Body body(request);
  reports::NewReport report = report_in(body);
  report.challenge = body.maybe_text("challenge", reports::kChallengeMax).value_or("");
  report.nonce = body.maybe_text("nonce", reports::kNonceMax).value_or("");
  MUSTER_BODY_DONE(body);
  report.channel = "api";
  report.client_key = request.client_key;
  report.needs_proof = true;
  MUSTER_ANSWER_TRY(const auto receipt, services.reports.submit(report));
  return answer(receipt_json(receipt), 201).header("Location", "/api/public-reports/" + receipt.number);
}

}  // namespace muster::api

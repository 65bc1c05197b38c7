// POST /reports: a report by somebody who is signed in; that of a trusted flagger's person goes first. Also for what
// came by letter or telephone.
#include "report_handlers.h"

namespace muster::api {

http::Response report_enter(const Services& services, const http::Request& request) {
  Body body(request);
  reports::NewReport report = report_in(body);
  MUSTER_BODY_DONE(body);
  report.channel = "desk";
  report.party_id = request.principal->party_id;
  report.actor = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto receipt, services.reports.submit(report));
  json::object out = receipt_json(receipt);
  out["id"] = receipt.id;
  return answer(out, 201).header("Location", "/api/reports/" + receipt.id);
}

}  // namespace muster::api

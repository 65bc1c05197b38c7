// POST /link-findings/{id}/events: dismiss {reasons}, open_case {note}: a case on the ground partner_breach.
#include "case_json.h"
#include "partner_handlers.h"
#include <cases/case.h>

namespace muster::api {

http::Response link_finding_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"dismiss", "open_case"};
  Body body(request);
  const std::string event = body.one_of("event", kEvents);
  const std::string reason = joined(body.texts("reasons", 10, 2'000));
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto before, services.findings.finding(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const std::string& person = request.principal->person_id;
  if (event == "open_case") MUSTER_ANSWER_CHECK(services.findings.open_case(before.id, reason, person));
  if (event == "dismiss") MUSTER_ANSWER_CHECK(services.findings.dismiss(before.id, before.version, reason, person));
  MUSTER_ANSWER_TRY(const auto f, services.findings.finding(before.id));
  return answer(finding_json(f)).header("ETag", http::etag_of(f.version));
}

}  // namespace muster::api

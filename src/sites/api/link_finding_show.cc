// GET /link-findings/{id}
#include "partner_handlers.h"

namespace muster::api {

http::Response link_finding_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto f, services.findings.finding(request.param("id")));
  MUSTER_ANSWER_CHECK(seen_partner(services, request, f.partner_id));
  return answer(finding_json(f)).header("ETag", http::etag_of(f.version));
}

}  // namespace muster::api

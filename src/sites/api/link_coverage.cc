// GET /links/coverage: of so many links so many were inspected in the last 7 days.
#include "partner_handlers.h"

namespace muster::api {

http::Response link_coverage(const Services& services, const http::Request&) {
  MUSTER_ANSWER_TRY(const auto c, services.inspector.coverage("", std::chrono::hours(24 * 7)));
  return answer(json::object{{"links", c.links}, {"inspected", c.inspected}, {"since", to_rfc3339(c.since)}});
}

}  // namespace muster::api

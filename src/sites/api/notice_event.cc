// POST /notices/{id}/events {"event": "read"}: by the person it was sent to, or by one of the party.
#include "notice_list.h"

namespace muster::api {

http::Response notice_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"read"};
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  const std::string id = request.param("id");
  MUSTER_ANSWER_CHECK(services.notices.mark_read(request.principal->person_id, id));
  MUSTER_ANSWER_TRY(auto notice, services.notices.find(id));
  notice.read_at = services.clock.now();
  return answer(notice_json(notice));
}

}  // namespace muster::api

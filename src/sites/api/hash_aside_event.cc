// POST /put-aside-hashes/{hash}/events {list_id, event}: release (it counts again) or confirm (it never does on this
// list).
#include "bundle_handlers.h"
#include <hashes/service.h>

namespace muster::api {

http::Response hash_aside_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string list = body.text("list_id", 100), event = body.text("event", 40);
  if (!event.empty() && event != "release" && event != "confirm")
    body.fault("event", "event_unknown", "The events of a hash that was put aside are release and confirm.");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto hash, hashes::pdq_from_hex(request.param("hash")));
  MUSTER_ANSWER_CHECK(services.hashes.decide(list, hash, event == "release", request.principal->person_id));
  return answer({{"list_id", list}, {"hash", to_hex(hash)}, {"released", event == "release"}});
}

}  // namespace muster::api

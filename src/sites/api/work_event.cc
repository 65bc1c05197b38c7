// POST /work/{key}/events: retry (workers get it again), drop.
#include "testing_handlers.h"

#include <queue/queue.h>

namespace muster::api {

http::Response work_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  const bool retry = name == "retry";
  if (!name.empty() && !retry && name != "drop")
    body.fault("event", "event_unknown", "The events of what was set aside are retry and drop.");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(queue::Queue* const queue, services.test_queue());
  const std::string& person = request.principal->person_id;
  const std::string key = request.param("key");
  MUSTER_ANSWER_CHECK(retry ? services.testing.retry_aside(*queue, key, person)
                            : services.testing.drop_aside(*queue, key, person));
  return answer(json::object{{"key", key}});
}

}  // namespace muster::api

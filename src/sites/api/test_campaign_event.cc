// POST /test-campaigns/{id}/events: pause, resume, cancel.
#include "test_campaign_json.h"
#include "testing_handlers.h"

namespace muster::api {

http::Response test_campaign_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string name = body.text("event", 40);
  const auto event = schedule::campaign_event(name);
  if (!name.empty() && !event) body.fault("event", "event_unknown", "A campaign knows pause, resume and cancel.");
  MUSTER_BODY_DONE(body);
  const schedule::Campaigns campaigns(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto campaign, campaigns.apply(request.param("id"), *event, request.principal->person_id));
  MUSTER_ANSWER_TRY(auto out, campaign_page_json(services, campaign, *request.principal));
  return answer(std::move(out)).header("ETag", http::etag_of(campaign.version));
}

}  // namespace muster::api

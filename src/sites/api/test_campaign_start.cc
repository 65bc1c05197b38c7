// POST /test-campaigns: {name, days}.
#include "test_campaign_json.h"
#include "testing_handlers.h"

namespace muster::api {

http::Response test_campaign_start(const Services& services, const http::Request& request) {
  Body body(request);
  schedule::NewCampaign what;
  what.name = body.text("name", schedule::kCampaignNameMax);
  what.days = body.integer("days", 1, schedule::kCampaignDaysMax);
  MUSTER_BODY_DONE(body);
  const schedule::Campaigns campaigns(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto campaign, campaigns.start(what, request.principal->person_id));
  return answer(campaign_json(campaign), 201);
}

}  // namespace muster::api

// GET /test-campaigns: campaigns of tests, newest first.
#include "test_campaign_json.h"
#include "testing_handlers.h"

namespace muster::api {

json::object campaign_json(const schedule::Campaign& campaign) {
  return {{"id", campaign.id},
          {"name", campaign.name},
          {"state", campaign.state},
          {"state_since", time_json(campaign.state_at)},
          {"days", campaign.days},
          {"sites", campaign.sites},
          {"tests_per_day", campaign.tests_per_day},
          {"started_by", campaign.started_by},
          {"started_at", time_json(campaign.started_at)},
          {"deadline", time_json(campaign.deadline)},
          {"handed", campaign.handed},
          {"tested", campaign.tested},
          {"measured_at", time_json(campaign.measured_at)}};
}

http::Response test_campaign_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const schedule::Campaigns campaigns(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, campaigns.list(page.after, page.limit));
  json::array items;
  for (const auto& campaign : found.items) items.push_back(campaign_json(campaign));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

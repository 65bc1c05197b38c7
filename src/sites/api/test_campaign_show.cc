// GET /test-campaigns/{id}: what was to be expected, what came, and when it will be through.
#include "test_campaign_json.h"
#include "testing_handlers.h"
#include <events/event.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kPointsShown = 2000;  // two weeks of one every ten minutes

json::array campaign_events(const schedule::Campaign& campaign, const http::Principal& who) {
  json::array out;
  for (const std::string& name : schedule::possible_campaign_events(campaign.state)) {
    const auto event = *schedule::campaign_event(name);
    json::array why_not;
    if (schedule::is_by_machine(event))
      why_not.push_back(
          json::object{{"code", "machine_step"}, {"sentence", "It ends by itself, when every site was handed out."}});
    else if (!who.has("examiner") && !who.has("supervisor"))
      why_not.push_back(
          json::object{{"code", "role"}, {"sentence", "Only an examiner or a supervisor takes this step."}});
    out.push_back(json::object{{"event", name},
                               {"to", *schedule::next_campaign_state(campaign.state, event)},
                               {"allowed", why_not.empty()},
                               {"why_not", std::move(why_not)},
                               {"needs_reasons", false}});
  }
  return out;
}

}  // namespace

Result<json::object> campaign_page_json(const Services& services, const schedule::Campaign& campaign,
                                        const http::Principal& who) {
  const schedule::Campaigns campaigns(services.database, services.recorder);
  MUSTER_TRY(const auto points, campaigns.points(campaign.id, kPointsShown));
  const auto forecast = schedule::forecast_of(campaign, points, services.clock.now());
  json::array line;
  for (const auto& point : points)
    line.push_back(json::object{{"at", time_json(point.at)}, {"handed", point.handed}, {"tested", point.tested}});
  json::object out = campaign_json(campaign);
  out["expected_now"] = forecast.expected_now;
  out["tests_per_day_lately"] = forecast.tests_per_day_lately;
  out["ends_at"] = forecast.ends_at ? json::value(time_json(*forecast.ends_at)) : json::value(nullptr);
  out["late"] = forecast.late;
  out["points"] = std::move(line);
  out["next_events"] = campaign_events(campaign, who);
  MUSTER_CHECK_OK(services.database.read([&](store::Transaction& tx) -> Result<void> {
    out["timeline"] = timeline_json(tx, events::of_record(tx, schedule::kCampaignRecord, campaign.id));
    return {};
  }));
  return out;
}

http::Response test_campaign_show(const Services& services, const http::Request& request) {
  const schedule::Campaigns campaigns(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto campaign, campaigns.find(request.param("id")));
  MUSTER_ANSWER_TRY(auto out, campaign_page_json(services, campaign, *request.principal));
  return answer(std::move(out)).header("ETag", http::etag_of(campaign.version));
}

}  // namespace muster::api

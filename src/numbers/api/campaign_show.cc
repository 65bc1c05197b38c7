// GET /campaigns, /campaigns/{id}, /campaigns/{id}/progress, /campaigns/{id}/dealers
#include "campaign_handlers.h"
#include <policy/policy.h>

namespace muster::numbers_api {
namespace {

json::array rows_json(const std::vector<campaigns::Row>& rows) {
  json::array out;
  for (const auto& row : rows) out.push_back(counts_json(row));
  return out;
}

json::object forecast_json(const campaigns::Forecast& f) {
  json::array days;
  for (const auto& [day, n] : f.days) days.push_back({{"day", day}, {"registered", n}});
  return {{"wave", f.wave},
          {"deadline", time_json(f.deadline)},
          {"open", f.open},
          {"registered", f.registered},
          {"a_day", f.a_day},
          {"days_left", f.days_left},
          {"barred_straight", f.barred_straight},
          {"barred_hazard", f.barred_hazard},
          {"low", f.low},
          {"high", f.high},
          {"days", std::move(days)}};
}

}  // namespace

http::Response campaign_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto found, services.campaigns.list(page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  json::array items;
  for (const auto& c : found) items.push_back(campaign_json(c));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response campaign_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto campaign, services.campaigns.campaign(request.param("id")));
  return campaign_answer(services, request, campaign);
}

http::Response campaign_progress(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto progress, services.campaigns.progress(request.param("id")));
  MUSTER_ANSWER_TRY(const auto forecast, services.campaigns.forecast(request.param("id")));
  json::array forecasts;
  for (const auto& f : forecast) forecasts.push_back(forecast_json(f));
  return answer({{"lines", counts_json({"all", progress.all})},
                 {"waves", rows_json(progress.waves)},
                 {"regions", rows_json(progress.regions)},
                 {"messages",
                  {{"waiting", progress.messages_waiting},
                   {"sent", progress.messages_sent},
                   {"delivered", progress.messages_delivered},
                   {"failed", progress.messages_failed}}},
                 {"forecast_days", services.policy.number("campaign.forecast_window_days")},
                 {"forecast", std::move(forecasts)}});
}

http::Response campaign_dealers(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto rows, services.campaigns.dealers(request.param("id"), page.after, page.limit + 1));
  const bool more = static_cast<int>(rows.size()) > page.limit;
  if (more) rows.pop_back();
  return list_answer(rows_json(rows), more ? std::optional(rows.back().key) : std::nullopt);
}

}  // namespace muster::numbers_api

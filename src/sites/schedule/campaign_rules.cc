#include <schedule/campaign.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::schedule {
namespace {

// test_campaign_transition in the schema holds the same rows.
struct CampaignStep {
  const char* from;
  CampaignEvent event;
  const char* to;
};
constexpr CampaignStep kCampaignSteps[] = {
    {"running", CampaignEvent::pause, "paused"},     {"paused", CampaignEvent::resume, "running"},
    {"running", CampaignEvent::cancel, "cancelled"}, {"paused", CampaignEvent::cancel, "cancelled"},
    {"running", CampaignEvent::finish, "done"},
};
constexpr std::pair<CampaignEvent, const char*> kCampaignNames[] = {{CampaignEvent::pause, "pause"},
                                                                    {CampaignEvent::resume, "resume"},
                                                                    {CampaignEvent::cancel, "cancel"},
                                                                    {CampaignEvent::finish, "finish"}};
constexpr std::int64_t kCampaignDay = 86'400'000'000;  // microseconds
constexpr std::int64_t kMostAtOnce = 600'000'000;

}  // namespace

std::optional<CampaignEvent> campaign_event(std::string_view text) {
  for (const auto& [event, name] : kCampaignNames)
    if (text == name) return event;
  return {};
}
const char* to_text(CampaignEvent event) {
  return kCampaignNames[static_cast<std::size_t>(event)].second;
}
bool is_by_machine(CampaignEvent event) {
  return event == CampaignEvent::finish;
}

std::vector<std::string> possible_campaign_events(std::string_view state) {
  std::vector<std::string> out;
  for (const CampaignStep& step : kCampaignSteps)
    if (state == step.from) out.emplace_back(to_text(step.event));
  return out;
}

Result<std::string> next_campaign_state(std::string_view state, CampaignEvent event) {
  for (const CampaignStep& step : kCampaignSteps)
    if (state == step.from && event == step.event) return std::string(step.to);
  const auto possible = possible_campaign_events(state);
  return conflict("campaign_state",
                  possible.empty() ? fmt::format("This campaign has ended ({}).", state)
                                   : fmt::format("A campaign that is {} can't be followed by {}; possible: {}.", state,
                                                 to_text(event), fmt::join(possible, ", ")),
                  "event");
}

std::int64_t campaign_allowance(const Campaign& campaign, Instant now) {
  if (campaign.state != "running") return 0;
  const auto in = [&](std::int64_t micros) {
    return static_cast<std::int64_t>(static_cast<double>(campaign.tests_per_day) * static_cast<double>(micros) /
                                     kCampaignDay);
  };
  const std::int64_t since = std::max<std::int64_t>(0, now.micros - campaign.handed_at.micros);
  return std::min(in(since), std::max<std::int64_t>(1, in(kMostAtOnce)));
}

CampaignForecast forecast_of(const Campaign& campaign, const std::vector<CampaignPoint>& points, Instant now) {
  CampaignForecast out;
  const double passed = static_cast<double>(std::min(now, campaign.deadline).micros - campaign.started_at.micros);
  const double whole = static_cast<double>(campaign.deadline.micros - campaign.started_at.micros);
  out.expected_now =
      static_cast<std::int64_t>(static_cast<double>(campaign.sites) * std::clamp(passed / whole, 0.0, 1.0));
  if (points.empty()) return out;
  const CampaignPoint& last = points.back();
  CampaignPoint from{campaign.started_at, 0, 0};
  for (const CampaignPoint& point : points)
    if (point.at.micros <= last.at.micros - kCampaignDay) from = point;
  const double days = static_cast<double>(last.at.micros - from.at.micros) / kCampaignDay;
  if (days <= 0) return out;
  out.tests_per_day_lately = static_cast<double>(last.tested - from.tested) / days;
  const std::int64_t left = std::max<std::int64_t>(0, campaign.sites - last.tested);
  if (campaign.state != "running" && campaign.state != "paused") return out;
  if (left == 0) {
    out.ends_at = last.at;
  } else if (out.tests_per_day_lately > 0) {
    const double more = static_cast<double>(left) / out.tests_per_day_lately * kCampaignDay;
    if (more < 3650.0 * kCampaignDay) out.ends_at = Instant{last.at.micros + static_cast<std::int64_t>(more)};
  }
  out.late = !out.ends_at || *out.ends_at > campaign.deadline;
  return out;
}

}  // namespace muster::schedule

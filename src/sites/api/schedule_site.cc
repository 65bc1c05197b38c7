// GET /schedule/{site}: the numbers behind a site's rate. By host or by the number of its filing.
#include "testing_handlers.h"
#include <schedule/hours.h>
#include <schedule/service.h>

#include <cmath>

namespace muster::api {
namespace {

json::array features_json(const schedule::Explanation& e) {
  json::array out;
  for (std::size_t f = 0; f < schedule::kFeatures; ++f) {
    const auto feature = static_cast<schedule::Feature>(f);
    out.push_back(json::object{{"feature", schedule::to_text(feature)},
                               {"level", schedule::level_text(feature, e.levels[f])},
                               {"factor", e.relativity[f]}});
  }
  return out;
}

json::array hours_json(const schedule::Explanation& e) {
  json::array out;
  for (const auto& [from, to] : schedule::likely_stretches(e.hours))
    out.push_back(json::object{{"from", from}, {"to", to}});
  return out;
}

json::array history_json(const schedule::Explanation& e) {
  json::array out;
  for (const auto& row : e.journal) out.push_back(json::object{{"kind", row.kind}, {"at", time_json(row.at)}});
  return out;
}

}  // namespace

http::Response schedule_site(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto e, services.schedule.explain(request.param("site")));
  return answer(json::object{
      {"host", e.host},
      {"features", features_json(e)},
      {"base_per_year", e.base_per_year},
      {"class_per_year", e.class_per_year},
      {"tests", e.tests},
      {"violations", e.violations},
      {"exposure_days", e.exposure_days},
      {"hazard_per_year", e.hazard_per_year},
      {"hazard_deviation", e.hazard_deviation},
      {"weight", e.weight},
      {"detection", e.detection},
      {"rule_days", std::isfinite(e.unbounded_days) ? json::value(e.unbounded_days) : json::value(nullptr)},
      {"interval_days", e.interval_days},
      {"bound", !e.affordable  ? "budget"
                : e.at_floor   ? "floor"
                : e.at_ceiling ? "ceiling"
                               : "none"},
      {"floor_days", e.floor_days},
      {"ceiling_days", e.shortest_days},
      {"jitter", e.jitter},
      {"explored_days", e.explored_days > 0 ? json::value(e.explored_days) : json::value(nullptr)},
      {"likely_hours", hours_json(e)},
      {"tests_per_day", e.tests_per_day},
      {"sites", e.sites},
      {"planned_at", e.planned_at ? json::value(time_json(*e.planned_at)) : json::value(nullptr)},
      {"since", time_json(e.since)},
      {"last_at", e.tests > 0 ? json::value(time_json(e.last_at)) : json::value(nullptr)},
      {"due_at", time_json(e.due_at)},
      {"event", e.event},
      {"cause", e.cause},
      {"history", history_json(e)}});
}

}  // namespace muster::api

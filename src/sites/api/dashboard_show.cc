// GET /dashboard?until=2026-03&months=12&region=
#include "dashboard_handlers.h"
#include "figure_handlers.h"
#include <programme/dashboard.h>
#include <programme/service.h>

#include <charconv>

namespace muster::api {
namespace {

constexpr int kMonths = 12;

json::object title_json(const programme::Both& both) {
  return {{"en", both.en}, {"zh", both.zh}};
}

json::object series_json(const programme::Series& s) {
  json::array points;
  for (const auto& p : s.points) {
    json::object point = sum_json(p.sum);
    point["month"] = p.month;
    points.push_back(std::move(point));
  }
  const auto& d = *s.definition;
  return {{"name", d.name},
          {"title", {{"en", d.title_en}, {"zh", d.title_zh}}},
          {"sentence", {{"en", d.en}, {"zh", d.zh}}},
          {"measures", d.measures_time() ? "time" : "count"},
          {"target_hours", d.target_hours ? json::value(*d.target_hours) : json::value()},
          {"whole", sum_json(s.whole)},
          {"last", sum_json(s.last)},
          {"before", sum_json(s.before)},
          {"points", std::move(points)}};
}

json::object funnel_json(const programme::FunnelFigures& f) {
  json::array stages;
  for (const auto& s : f.stages)
    stages.push_back(json::object{{"name", s.name},
                                  {"title", s.definition ? json::value(json::object{{"en", s.definition->title_en},
                                                                                    {"zh", s.definition->title_zh}})
                                                         : json::value()},
                                  {"n", s.n},
                                  {"census_run", s.census_run.empty() ? json::value() : json::value(s.census_run)}});
  return {{"code", f.funnel->code}, {"title", title_json(f.funnel->title)}, {"stages", std::move(stages)}};
}

}  // namespace

http::Response dashboard_show(const Services& services, const http::Request& request) {
  const std::string asked = request.query_or("months", std::to_string(kMonths));
  int months = 0;
  std::from_chars(asked.data(), asked.data() + asked.size(), months);
  const programme::Dashboard dashboard(services.metrics, services.census, services.programme.shipped());
  MUSTER_ANSWER_TRY(const auto figures,
                    dashboard.figures(request.query_or("until", ""), months, request.query_or("region", "")));
  json::array series, regions, funnels;
  for (const auto& s : figures.series) series.push_back(series_json(s));
  for (const auto& r : figures.regions)
    regions.push_back(json::object{{"region", r.region}, {"orders", r.orders}, {"ended", r.ended}});
  for (const auto& f : figures.funnels) funnels.push_back(funnel_json(f));
  return answer(json::object{{"from", figures.from},
                             {"until", figures.until},
                             {"position", figures.position},
                             {"definitions_sha256", services.metrics.definitions().sha256},
                             {"series", std::move(series)},
                             {"regions", std::move(regions)},
                             {"funnels", std::move(funnels)}});
}

}  // namespace muster::api

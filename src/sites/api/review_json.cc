#include "review_handlers.h"
#include <web/records.h>

namespace muster::api {

json::object golden_json(store::Transaction& tx, const reviews::GoldenItem& item, const http::Principal& who) {
  const bool told = item.entered_by == who.person_id || item.confirmed_by == who.person_id || who.has("auditor") ||
                    (who.has("supervisor") && item.state != "proposed");
  json::array events;
  for (const auto& event : reviews::possible_golden_events(item.state)) events.push_back(json::value(event));
  return {{"id", item.id},
          {"test_id", item.run_id},
          {"address", item.address},
          {"ground", item.ground},
          {"answer", told ? json::value(item.answer) : json::value(nullptr)},
          {"state", item.state},
          {"state_since", time_json(item.state_at)},
          {"entered_by", person_json(tx, item.entered_by)},
          {"confirmed_by", person_json(tx, item.confirmed_by)},
          {"retired_by", person_json(tx, item.retired_by)},
          {"possible_events", std::move(events)}};
}

json::object review_json(const reviews::Review& review) {
  return {{"id", review.id},
          {"test_id", review.run_id},
          {"ground", review.ground},
          {"state", review.state},
          {"taken_at", time_json(review.taken_at)},
          {"due_at", time_json(review.due_at)},
          {"answer", or_null(review.answer)}};
}

json::array agreement_json(const std::vector<reviews::Agreement>& all) {
  json::array out;
  for (const auto& each : all)
    out.push_back(json::object{{"month", each.month},
                               {"ground", each.ground},
                               {"pairs", each.pairs},
                               {"agreed", each.agreed},
                               {"kappa", each.kappa},
                               {"alpha", each.alpha},
                               {"too_few", each.too_few()},
                               {"golden", each.golden},
                               {"golden_right", each.golden_right},
                               {"waiting", each.waiting},
                               {"lapsed", each.lapsed}});
  return out;
}

json::object score_report_json(const reviews::Report& report) {
  json::object out = parsed(reviews::report_json(report)).as_object();
  out["made_at"] = time_json(report.made_at);
  out["drift_max"] = report.drift_max();
  return out;
}

}  // namespace muster::api

// GET /figures: every definition, with this month so far and the month before.
#include "figure_handlers.h"

namespace muster::api {

http::Response figure_list(const Services& services, const http::Request&) {
  const auto& figures = services.metrics;
  const std::string now = figures.current_month(), before = metrics::month_before(now);
  json::array items;
  for (const auto& d : figures.definitions().items) {
    MUSTER_ANSWER_TRY(const auto months, figures.figures(d.name, before, now));
    const auto of = [&](const std::string& month) {
      const auto found = months.find(month);
      json::object out = sum_json(found == months.end() ? metrics::Sum{} : metrics::total_of(found->second));
      out["month"] = month;
      return out;
    };
    json::object item = definition_json(d);
    item["now"] = of(now);
    item["before"] = of(before);
    items.push_back(std::move(item));
  }
  return list_answer(std::move(items), std::nullopt);
}

}  // namespace muster::api

// GET /figures/{name}: by month, as it is known now beside what was published first and last; ?from, ?until, ?by.
#include "figure_handlers.h"

#include <algorithm>

namespace muster::api {
namespace {

constexpr int kMonthsShown = 13;

json::value edition_json(const metrics::Edition* edition) {
  if (!edition) return nullptr;
  json::object out = sum_json(metrics::total_of(edition->cells));
  out["edition"] = edition->number;
  out["published_at"] = to_rfc3339(edition->published_at);
  return out;
}

}  // namespace

http::Response figure_show(const Services& services, const http::Request& request) {
  const auto& figures = services.metrics;
  const std::string name = request.param("name");
  std::string until = request.query_or("until", figures.current_month()), from = request.query_or("from", "");
  if (from.empty() && metrics::is_month(until)) {
    from = until;
    for (int i = 1; i < kMonthsShown; ++i) from = metrics::month_before(from);
  }
  MUSTER_ANSWER_TRY(const auto months, figures.figures(name, from, until));
  MUSTER_ANSWER_TRY(const auto editions, figures.editions(name, from, until));
  const metrics::Definition& definition = *figures.definitions().find(name);
  const std::string by = request.query_or("by", "");
  const auto dimension = std::find(definition.by.begin(), definition.by.end(), by);
  if (!by.empty() && dimension == definition.by.end())
    return http::Response::problem(invalid("dimension_unknown", "This metric is not told apart by that.", "by"));
  json::array items;
  for (std::string month = until; month >= from; month = metrics::month_before(month)) {
    const auto found = months.find(month);
    const metrics::Cells cells = found == months.end() ? metrics::Cells{} : found->second;
    const metrics::Edition *first = nullptr, *latest = nullptr;
    for (const auto& e : editions)
      if (e.month == month) {
        if (!first) first = &e;
        latest = &e;
      }
    json::object item{{"month", month}, {"now", sum_json(metrics::total_of(cells))}};
    item["first"] = edition_json(first);
    item["latest"] = edition_json(latest);
    json::array parts;
    if (!by.empty())
      for (const auto& [value, sum] :
           metrics::along(cells, static_cast<std::size_t>(dimension - definition.by.begin()))) {
        json::object part = sum_json(sum);
        part["value"] = value;
        parts.push_back(std::move(part));
      }
    item["cells"] = std::move(parts);
    items.push_back(std::move(item));
  }
  json::object out = definition_json(definition);
  out["months"] = std::move(items);
  return answer(out);
}

}  // namespace muster::api

// GET /figures/{name}/records?month=…: what was counted; by the definition's dimensions too, as ?ground=…
#include "figure_handlers.h"

namespace muster::api {

http::Response figure_records(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto& figures = services.metrics;
  const std::string name = request.param("name");
  const metrics::Definition* definition = figures.definitions().find(name);
  if (!definition) return http::Response::problem(not_found("metric_unknown", "There is no metric of this name."));
  std::map<std::string, std::string> values;
  for (const std::string& dimension : definition->by)
    if (const auto value = request.query_value(dimension); value && !value->empty()) values[dimension] = *value;
  MUSTER_ANSWER_TRY(const auto found, figures.behind(name, request.query_or("month", figures.current_month()), values,
                                                     page.after, page.limit));
  json::array items;
  for (const auto& b : found.items) {
    json::object own;
    const auto cell = metrics::values_of_cell(b.cell);
    for (std::size_t i = 0; i < definition->by.size() && i < cell.size(); ++i) own[definition->by[i]] = cell[i];
    items.push_back(json::object{{"key", b.key},
                                 {"record_kind", b.record_kind},
                                 {"record_id", b.record_id},
                                 {"at", to_rfc3339(b.at)},
                                 {"values", std::move(own)},
                                 {"seconds", b.time ? json::value(b.time->count() / 1'000'000) : json::value()}});
  }
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

}  // namespace muster::api

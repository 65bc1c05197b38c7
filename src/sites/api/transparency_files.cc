// The report of a month as files: one row or object for each number that the page shows.
#include "figure_handlers.h"

#include <fmt/format.h>

namespace muster::api {
namespace {

std::vector<const metrics::Edition*> editions_of(const metrics::PublishedMetric& m) {
  if (m.first.number == m.latest.number) return {&m.first};
  return {&m.first, &m.latest};
}

std::string seconds_text(const std::optional<Duration>& time) {
  return time ? std::to_string(time->count() / 1'000'000) : std::string();
}

}  // namespace

std::string transparency_csv(const std::string& month, const std::vector<metrics::PublishedMetric>& all,
                             int small_cell) {
  // Every value is a word of a definition or of an event's cell: nothing in it needs quotes.
  std::string out = "month,metric,edition,published_at,unit,dimension,value,n,hidden,median_seconds,mean_seconds\r\n";
  for (const auto& m : all)
    for (const auto* e : editions_of(m))
      for (const auto& table : metrics::shown(*m.definition, e->cells, small_cell))
        for (const auto& row : table.rows)
          out += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", month, m.definition->name, e->number,
                             to_rfc3339(e->published_at), m.definition->unit, table.dimension, row.value,
                             row.hidden ? std::string() : std::to_string(row.sum.n), row.hidden ? "yes" : "no",
                             seconds_text(row.sum.median()), seconds_text(row.sum.mean()));
  return out;
}

json::object transparency_json(const std::string& month, const std::vector<metrics::PublishedMetric>& all,
                               int small_cell) {
  json::array metrics_out;
  for (const auto& m : all) {
    json::array editions;
    for (const auto* e : editions_of(m)) {
      json::array tables;
      for (const auto& table : metrics::shown(*m.definition, e->cells, small_cell)) {
        json::array rows;
        for (const auto& row : table.rows) {
          json::object item = sum_json(row.sum);
          if (row.hidden) item["n"] = nullptr;
          item["value"] = row.value.empty() ? json::value() : json::value(row.value);
          item["hidden"] = row.hidden;
          rows.push_back(std::move(item));
        }
        tables.push_back(json::object{{"by", table.dimension.empty() ? json::value() : json::value(table.dimension)},
                                      {"rows", std::move(rows)}});
      }
      editions.push_back(json::object{
          {"edition", e->number}, {"published_at", to_rfc3339(e->published_at)}, {"tables", std::move(tables)}});
    }
    json::object item = definition_json(*m.definition);
    item["editions"] = std::move(editions);
    metrics_out.push_back(std::move(item));
  }
  return {{"month", month}, {"small_cell", small_cell}, {"metrics", std::move(metrics_out)}};
}

}  // namespace muster::api

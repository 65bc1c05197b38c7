#include "figure_handlers.h"

namespace muster::api {
namespace {

json::array selections_json(const std::vector<metrics::Selection>& all) {
  json::array out;
  for (const auto& s : all) {
    json::object where;
    for (const auto& [field, texts] : s.where) where[field] = json::array(texts.begin(), texts.end());
    out.push_back(json::object{{"kind", s.kind},
                               {"where", std::move(where)},
                               {"key", s.key.empty() ? json::value("record") : json::value(s.key)}});
  }
  return out;
}

json::value seconds_json(const std::optional<Duration>& time) {
  return time ? json::value(time->count() / 1'000'000) : json::value();
}

}  // namespace

json::object definition_json(const metrics::Definition& d) {
  return {{"name", d.name},
          {"title", {{"en", d.title_en}, {"zh", d.title_zh}}},
          {"sentence", {{"en", d.en}, {"zh", d.zh}}},
          {"unit", d.unit},
          {"measures", d.measures_time() ? "time" : "count"},
          {"about", d.persons ? "persons" : "sites"},
          {"by", json::array(d.by.begin(), d.by.end())},
          {"counts", selections_json(d.counts)},
          {"since", selections_json(d.since)},
          {"undone_by", selections_json(d.undone_by)},
          {"target_hours", d.target_hours ? json::value(*d.target_hours) : json::value()}};
}

json::object sum_json(const metrics::Sum& sum) {
  return {{"n", sum.n}, {"median_seconds", seconds_json(sum.median())}, {"mean_seconds", seconds_json(sum.mean())}};
}

json::object recomputed_json(const metrics::Recomputed& done) {
  json::array differences;
  for (const auto& d : done.differences)
    differences.push_back(
        json::object{{"metric", d.metric}, {"month", d.month}, {"cell", d.cell}, {"was", d.was}, {"is", d.is}});
  return {{"events", done.events}, {"compared", done.compared}, {"differences", std::move(differences)}};
}

}  // namespace muster::api

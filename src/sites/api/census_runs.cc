// GET /census/runs and GET /census/runs/{id}
#include "census_handlers.h"
#include <census/standing.h>
#include <policy/policy.h>
#include <web/records.h>

namespace muster::api {

json::object census_run_json(store::Transaction& tx, const census::Run& run) {
  json::object counts;
  for (std::size_t i = 0; i < census::kStandings; ++i)
    counts[census::to_text(static_cast<census::Standing>(i))] = run.sites[i];
  json::value problem = nullptr;
  if (!run.error_code.empty()) problem = {{"code", run.error_code}, {"sentence", run.error_sentence}};
  return {{"id", run.id},
          {"number", run.number},
          {"state", run.state},
          {"source_name", run.source_name},
          {"format", run.format},
          {"k", run.k},
          {"job_id", run.job_id.empty() ? json::value(nullptr) : json::value(run.job_id)},
          {"by", person_json(tx, run.actor)},
          {"started_at", time_json(run.started_at)},
          {"finished_at", time_json(run.finished_at)},
          {"lines", run.lines},
          {"names", run.names},
          {"bad_lines", run.bad_lines},
          {"not_sites", run.not_sites},
          {"below_k", run.below_k},
          {"left_out", run.left_out},
          {"counts", std::move(counts)},
          {"found_new", run.found_new},
          {"found_gone", run.found_gone},
          {"found_standing", run.found_standing},
          {"found_provider", run.found_provider},
          {"found_address", run.found_address},
          {"differences_sha256", run.differences_sha256},
          {"problem", problem}};
}

http::Response census_runs(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto runs, services.census.list(page.after, page.limit));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& run : runs) out.push_back(census_run_json(tx, run));
    return out;
  }));
  const bool more = static_cast<int>(runs.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(runs.back().id) : std::nullopt);
}

http::Response census_run(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run, services.census.get(request.param("id")));
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return census_run_json(tx, run);
  }));
  return answer(body);
}

// In how many countries the differences stand, those whose address and country are known.
http::Response census_countries(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto found, services.census.countries(request.param("id")));
  json::array items;
  for (const auto& [country, count] : found) items.push_back(json::object{{"country", country}, {"count", count}});
  return answer({{"items", std::move(items)}, {"home", services.policy.text("census.home_country")}});
}

}  // namespace muster::api

#include "census_handlers.h"
#include "records.h"
#include <filings/service.h>

namespace muster::api {

json::object run_json(store::Transaction& tx, const census::Run& run) {
  json::object counts;
  for (const auto s : census::kAllStandings) counts[census::to_text(s)] = run.sites[static_cast<std::size_t>(s)];
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
          {"counts", std::move(counts)},
          {"found_new", run.found_new},
          {"found_gone", run.found_gone},
          {"differences_sha256", run.differences_sha256},
          {"problem", std::move(problem)}};
}

json::object finding_json(store::Transaction& tx, const filings::Service& filings, const census::Finding& finding) {
  json::value site = nullptr;
  if (finding.rule != census::Rule::no_filing)
    if (const auto of = filings.site_of(tx, finding.name)) site = json::value(of->site_id);
  return {{"run_id", finding.run_id},
          {"name", finding.name},
          {"standing", census::to_text(finding.standing)},
          {"rule", census::to_text(finding.rule)},
          {"sentence", census::sentence(finding.rule)},
          {"site_id", std::move(site)},
          {"provider", finding.provider},
          {"provider_id", finding.provider_id.empty() ? json::value(nullptr) : json::value(finding.provider_id)},
          {"first_seen", finding.first_seen},
          {"last_seen", finding.last_seen},
          {"is_new", finding.is_new},
          {"noticed", finding.noticed}};
}

Result<census::FindingQuery> finding_query(const http::Request& request) {
  census::FindingQuery query;
  for (const auto& [name, value] : request.query) {
    if (name != "standing" || value.empty()) continue;
    const auto standing = census::standing_from(value);
    if (!standing || *standing == census::Standing::filed)
      return invalid("census_standing", "There is no such standing of a difference.", "standing");
    query.standings.push_back(*standing);
  }
  query.prefix = request.query_or("q", "");
  query.delta = request.query_or("delta", "");
  return query;
}

}  // namespace muster::api

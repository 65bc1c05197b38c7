// GET /shadow/comparisons, …/{id}, …/{id}/differences and the same as CSV.
#include "shadow_handlers.h"
#include <census/comparisons.h>
#include <filings/service.h>
#include <web/page_stream.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kComparedCsvAPiece = 500;

census::Comparisons comparisons_of(const Services& services) {
  return {services.database, services.recorder};
}

json::object comparison_json(store::Transaction& tx, const census::ComparisonRun& run) {
  json::array pairs;
  for (const auto theirs : census::kAllStandings)
    for (const auto ours : census::kAllStandings) {
      const auto n = run.counts.standings[static_cast<std::size_t>(theirs)][static_cast<std::size_t>(ours)];
      if (theirs == ours || n == 0) continue;
      pairs.push_back(json::object{{"theirs", census::to_text(theirs)}, {"ours", census::to_text(ours)}, {"names", n}});
    }
  json::value problem = nullptr;
  if (!run.error_code.empty()) problem = {{"code", run.error_code}, {"sentence", run.error_sentence}};
  return {{"id", run.id},
          {"number", run.number},
          {"state", run.state},
          {"source_name", run.source_name},
          {"by", person_json(tx, run.actor)},
          {"started_at", time_json(run.started_at)},
          {"finished_at", time_json(run.finished_at)},
          {"names", run.counts.names},
          {"agree", run.counts.agree},
          {"standing_differs", run.counts.standing_differs},
          {"blocked_here", run.counts.blocked_here},
          {"blocked_there", run.counts.blocked_differs - run.counts.blocked_here},
          {"bad_lines", run.counts.bad_lines},
          {"kept", run.kept},
          {"pairs", std::move(pairs)},
          {"problem", std::move(problem)}};
}

json::object difference_json(store::Transaction& tx, const Services& services, const census::Compared& c) {
  json::value site = nullptr;
  if (c.rule != census::Rule::no_filing)
    if (const auto of = services.filings.site_of(tx, c.name)) site = json::value(of->site_id);
  return {{"name", c.name},
          {"line", c.line},
          {"theirs", c.theirs ? json::value(census::to_text(*c.theirs)) : json::value(nullptr)},
          {"ours", census::to_text(c.ours)},
          {"rule", census::to_text(c.rule)},
          {"sentence", census::sentence(c.rule)},
          {"blocked_theirs", c.blocked_theirs ? json::value(*c.blocked_theirs) : json::value(nullptr)},
          {"blocked_ours", c.blocked_ours},
          {"standing_differs", !c.standing_agrees()},
          {"blocked_differs", !c.blocked_agrees()},
          {"site_id", std::move(site)}};
}

Result<std::optional<census::Standing>> standing_asked(const http::Request& request, const char* field) {
  const std::string word = request.query_or(field, "");
  if (word.empty()) return std::optional<census::Standing>();
  const auto standing = census::standing_from(word);
  if (!standing) return invalid("standing_unknown", "There is no such standing.", field);
  return standing;
}

// The filters that the list and its CSV share.
Result<census::DifferenceQuery> difference_query(const http::Request& request) {
  census::DifferenceQuery query;
  query.run_id = request.param("id");
  query.prefix = request.query_or("q", "");
  const auto kind = census::differs_from(request.query_or("kind", ""));
  if (!kind) return invalid("kind_unknown", "A difference is standing, blocked_here or blocked_there.", "kind");
  query.kind = *kind;
  MUSTER_TRY(query.theirs, standing_asked(request, "theirs"));
  MUSTER_TRY(query.ours, standing_asked(request, "ours"));
  return query;
}

std::string compared_csv_lines(const census::DifferencePage& page) {
  std::string out;
  for (const auto& c : page.items) out += census::csv_line(c) + "\r\n";
  return out;
}

}  // namespace

http::Response shadow_runs(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto found, comparisons_of(services).list(page.after, page.limit));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& run : found.items) out.push_back(comparison_json(tx, run));
    return out;
  }));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response shadow_run(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto run, comparisons_of(services).get(request.param("id")));
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    return comparison_json(tx, run);
  }));
  return answer(body);
}

http::Response shadow_differences(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto query, difference_query(request));
  query.after = page.after;
  query.limit = page.limit;
  MUSTER_ANSWER_TRY(const auto found, comparisons_of(services).differences(query));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& c : found.items) out.push_back(difference_json(tx, services, c));
    return out;
  }));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response shadow_differences_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto query, difference_query(request));
  query.limit = kComparedCsvAPiece;
  const auto comparisons = comparisons_of(services);
  MUSTER_ANSWER_TRY(const auto run, comparisons.get(query.run_id));
  // The first page shows whether the question is a good one.
  MUSTER_ANSWER_TRY(auto begin, comparisons.differences(query));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"shadow-" + std::to_string(run.number) + ".csv\"");
  response.stream = page_stream<census::DifferencePage>(
      std::string(census::kComparedColumns) + "\r\n", std::move(begin), compared_csv_lines,
      [comparisons, query](const auto& page) mutable -> std::optional<Result<census::DifferencePage>> {
        if (page.next.empty()) return std::nullopt;
        query.after = page.next;
        return comparisons.differences(query);
      });
  return response;
}

}  // namespace muster::api

// GET /census/findings, the same as CSV, and POST /census/findings/notices.
#include "census_handlers.h"
#include <base/text.h>
#include <census/standing.h>

namespace muster::api {
namespace {

std::optional<census::Standing> standing_of(const std::string& text) {
  for (std::size_t i = 0; i < census::kStandings; ++i)
    if (census::to_text(static_cast<census::Standing>(i)) == text) return static_cast<census::Standing>(i);
  return std::nullopt;
}

json::object finding_json(const census::Finding& f) {
  return {{"run_id", f.run_id},
          {"name", f.name},
          {"standing", census::to_text(f.standing)},
          {"rule", census::to_text(f.rule)},
          {"sentence", census::sentence(f.rule)},
          {"site_id", nullptr},
          {"provider", f.provider},
          {"provider_id", f.provider_id.empty() ? json::value(nullptr) : json::value(f.provider_id)},
          {"first_seen", f.first_seen},
          {"last_seen", f.last_seen},
          {"is_new", f.is_new},
          {"noticed", f.noticed}};
}

// Spreadsheets run what begins like a formula; a quote before it keeps it text.
std::string csv_field(std::string text) {
  if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string csv_lines(const std::vector<census::Finding>& findings) {
  std::string out;
  for (const auto& f : findings)
    out += csv_field(f.name) + "," + std::string(census::to_text(f.standing)) + "," +
           std::string(census::to_text(f.rule)) + "," + csv_field(f.provider) + "," + f.first_seen + "," + f.last_seen +
           "\r\n";
  return out;
}

}  // namespace

Result<census::FindingQuery> finding_query(const http::Request& request) {
  census::FindingQuery query;
  query.run_id = request.query_or("run_id", "");
  query.prefix = std::string(trim(request.query_or("q", "")));
  query.delta = request.query_or("delta", "");
  for (const auto& [name, value] : request.query) {
    if (name != "standing") continue;
    const auto standing = standing_of(value);
    if (!standing) return invalid("standing_unknown", "There is no such standing.", "standing");
    query.standings.push_back(*standing);
  }
  return query;
}

http::Response census_findings(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto query, finding_query(request));
  query.after = page.after;
  query.limit = page.limit;
  MUSTER_ANSWER_TRY(const auto findings, services.census.findings(query));
  json::array items;
  for (const auto& f : findings) items.push_back(finding_json(f));
  const bool more = static_cast<int>(findings.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(findings.back().name) : std::nullopt);
}

// A page of 500 at a time, so that a run of a million findings needs no memory.
http::Response census_findings_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto query, finding_query(request));
  query.run_id = request.param("id");
  query.limit = 500;
  MUSTER_ANSWER_TRY([[maybe_unused]] const auto run, services.census.get(query.run_id));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"findings.csv\"");
  bool first = true, ended = false;
  response.stream = [&census = services.census, query, first, ended]() mutable -> std::optional<std::string> {
    if (ended) return std::nullopt;
    const auto findings = census.findings(query);
    ended = !findings.ok() || findings->size() < 500;
    std::string out = first ? "name,standing,rule,provider,first_seen,last_seen\r\n" : "";
    first = false;
    if (!findings.ok()) return out;
    if (!findings->empty()) query.after = findings->back().name;
    return out + csv_lines(*findings);
  };
  return response;
}

http::Response census_notices(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string run_id = body.id("run_id");
  const auto names = body.texts("names", 500, 253);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto report, services.census.notify_providers(run_id, request.principal->person_id, names));
  return answer(
      {{"sent", report.providers}, {"names", report.names}, {"left_out", report.left_out + report.unattributed}});
}

}  // namespace muster::api

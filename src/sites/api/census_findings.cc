// GET /census/findings, and the same as CSV.
#include "census_handlers.h"
#include <base/csv.h>
#include <base/text.h>
#include <census/standing.h>
#include <filings/service.h>
#include <names/name.h>
#include <web/page_stream.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kFindingsAPiece = 500;

}  // namespace

json::object finding_json(store::Transaction& tx, const filings::Service& filings, const census::Finding& f) {
  json::value site = nullptr;
  if (f.rule != census::Rule::no_filing)
    if (const auto of = filings.site_of(tx, f.name)) site = json::value(of->site_id);
  return {{"run_id", f.run_id},
          {"name", f.name},
          {"standing", census::to_text(f.standing)},
          {"rule", census::to_text(f.rule)},
          {"sentence", census::sentence(f.rule)},
          {"site_id", std::move(site)},
          {"provider", f.provider},
          {"provider_id", f.provider_id.empty() ? json::value(nullptr) : json::value(f.provider_id)},
          {"address", or_null(f.address)},
          {"country", or_null(f.country)},
          {"network", f.network == 0 ? json::value(nullptr) : json::value(f.network)},
          {"first_seen", f.first_seen},
          {"last_seen", f.last_seen},
          {"is_new", f.is_new},
          {"noticed", f.noticed},
          {"notice", or_null(f.notice)},
          {"notice_due", time_json(f.notice_due)}};
}

namespace {

std::string csv_lines(const std::vector<census::Finding>& findings) {
  std::string out;
  for (const auto& f : findings) {
    const std::string unicode = names::to_unicode(f.name);
    bool first = true;
    for (const std::string_view field :
         {std::string_view(f.name), std::string_view(unicode), census::to_text(f.standing), census::to_text(f.rule),
          std::string_view(f.provider), std::string_view(f.first_seen), std::string_view(f.last_seen),
          std::string_view(f.is_new ? "1" : "0"), std::string_view(f.noticed ? "1" : "0"), std::string_view(f.address),
          std::string_view(f.country)}) {
      if (!first) out += ',';
      first = false;
      append_csv_field(out, field, true);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

Result<census::FindingQuery> finding_query(const http::Request& request) {
  census::FindingQuery query;
  query.run_id = request.query_or("run_id", "");
  query.prefix = std::string(trim(request.query_or("q", "")));
  query.delta = request.query_or("delta", "");
  query.provider_id = request.query_or("provider_id", "");
  query.country = request.query_or("country", "");
  for (const auto& [name, value] : request.query) {
    if (name != "standing") continue;
    const auto standing = census::standing_from(value);
    if (!standing || *standing == census::Standing::filed)
      return invalid("standing_unknown", "There is no such standing.", "standing");
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
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& f : findings) out.push_back(finding_json(tx, services.filings, f));
    return out;
  }));
  const bool more = static_cast<int>(findings.size()) == page.limit;
  return list_answer(std::move(items), more ? std::optional(findings.back().name) : std::nullopt);
}

// A page of 500 at a time, so that a run of a million findings needs no memory.
http::Response census_findings_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto query, finding_query(request));
  MUSTER_ANSWER_TRY(const auto run, services.census.get(request.param("id")));
  query.run_id = run.id;
  query.limit = kFindingsAPiece;
  // The first page shows whether the question is a good one.
  MUSTER_ANSWER_TRY(auto begin, services.census.findings(query));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"census-" + std::to_string(run.number) + ".csv\"");
  response.stream = page_stream<std::vector<census::Finding>>(
      "name,unicode,standing,rule,provider,first_seen,last_seen,is_new,noticed,address,country\r\n", std::move(begin),
      [](const auto& page) { return csv_lines(page); },
      [&census = services.census,
       query](const auto& page) mutable -> std::optional<Result<std::vector<census::Finding>>> {
        if (static_cast<int>(page.size()) < kFindingsAPiece) return std::nullopt;
        query.after = page.back().name;
        return census.findings(query);
      });
  return response;
}

}  // namespace muster::api

// Reports: POST, GET /programme-reports; /{id}; /{id}/file?as=html|pdf|xlsx|json; /{id}/proof
#include "inspection_handlers.h"
#include "programme_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

constexpr const char* kSheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

json::object report_line(const programme::Report& r) {
  return {{"id", r.id},
          {"number", r.number},
          {"kind", r.kind},
          {"from", r.from},
          {"until", r.until},
          {"phase", r.phase == 0 ? json::value() : json::value(r.phase)},
          {"region", or_null(r.region)},
          {"party_id", or_null(r.party_id)},
          {"previous_id", or_null(r.previous_id)},
          {"sha256", r.sha256},
          {"made_at", to_rfc3339(r.made_at)}};
}

}  // namespace

http::Response report_make(const Services& services, const http::Request& request) {
  static constexpr std::string_view kKinds[] = {"month", "phase"};
  Body body(request);
  programme::ReportScope scope;
  scope.kind = body.one_of("kind", kKinds);
  scope.month = body.maybe_text("month", 7).value_or("");
  scope.programme_id = body.maybe_text("programme_id", 100).value_or("");
  scope.phase = body.maybe_integer("phase", 1, 100).value_or(0);
  scope.region = body.maybe_text("region", 60).value_or("");
  scope.party_id = body.maybe_text("party_id", 100).value_or("");
  MUSTER_BODY_DONE(body);
  const auto inspections = inspections_of(services);
  MUSTER_ANSWER_TRY(const auto made, reports_of(services, inspections).make(scope, actor_of(request)));
  return answer(report_line(made), 201);
}

http::Response report_made_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto inspections = inspections_of(services);
  MUSTER_ANSWER_TRY(const auto found, reports_of(services, inspections).list(page.after, page.limit));
  json::array items;
  for (const auto& r : found.items) items.push_back(report_line(r));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response report_made_show(const Services& services, const http::Request& request) {
  const auto inspections = inspections_of(services);
  MUSTER_ANSWER_TRY(const auto r, reports_of(services, inspections).report(request.param("id")));
  json::object out = report_line(r);
  out["content"] = json::parse(r.content);
  return answer(out);
}

http::Response report_made_file(const Services& services, const http::Request& request) {
  const auto inspections = inspections_of(services);
  MUSTER_ANSWER_TRY(const auto r, reports_of(services, inspections).report(request.param("id")));
  const std::string as = request.query_or("as", "html"), language = request.language();
  const auto named = [&](http::Response response, const char* how) {
    return response.header("Content-Disposition", std::string(how) + "; filename=\"" + r.number + "." + as + "\"");
  };
  if (as == "html") return http::Response::html(programme::report_html(r.content, language));
  if (as == "json") return named(http::Response::json(r.content), "attachment");
  if (as == "pdf") {
    MUSTER_ANSWER_TRY(auto pdf, print::to_pdf(programme::report_blocks(r.content, language),
                                              {r.number, language, print::standard_fonts()}));
    return named(http::Response::text(std::move(pdf), "application/pdf"), "inline");
  }
  if (as != "xlsx") return http::Response::problem(invalid("file_kind", "Ask for html, pdf, xlsx or json.", "as"));
  MUSTER_ANSWER_TRY(auto book, print::to_workbook(programme::report_sheets(r.content, language), r.number, r.made_at));
  return named(http::Response::text(std::move(book), kSheetType), "attachment");
}

http::Response report_made_proof(const Services& services, const http::Request& request) {
  const auto inspections = inspections_of(services);
  MUSTER_ANSWER_TRY(auto proof, reports_of(services, inspections).proof(request.param("id")));
  return http::Response::json(std::move(proof))
      .header("Content-Disposition", "attachment; filename=\"report-proof.json\"");
}

}  // namespace muster::api

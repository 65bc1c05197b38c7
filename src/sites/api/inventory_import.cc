// POST /partners/{id}/inventories: a file of links, kept as a document and taken in by a job. ?dry_run=1, ?mapping=,
// ?source= (the file's name), ?sheet=, ?partial=1 (what is not in it stays).
#include "import_job.h"
#include "partner_handlers.h"
#include <base/text.h>
#include <base/words.h>
#include <documents/documents.h>
#include <filings/mapping.h>
#include <jobs/jobs.h>
#include <web/media_type.h>

#include <sstream>

namespace muster::api {
namespace {

constexpr const char* kSheets = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

}  // namespace

http::Response inventory_import(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  const std::string bare = web::media_type(request.header("content-type"));
  if (bare != "text/csv" && bare != kSheets)
    return http::Response::problem(
        invalid("content_type", std::string("Send the file as text/csv or ") + kSheets + "."));
  const std::string mapping = request.query_or("mapping", ""), source = request.query_or("source", "");
  const filings::Mappings mappings(services.database, services.recorder, "links", promotion::link_fields());
  if (!mapping.empty()) {
    MUSTER_ANSWER_CHECK(mappings.get(mapping));
    if (!source.empty()) MUSTER_ANSWER_CHECK(mappings.remember(source, mapping));
  }
  return import_by_job(services, request, {bare, "A partner's inventory of links", "promo_import", kLinkImportJob},
                       {{"partner", p.id},
                        {"format", bare == "text/csv" ? "csv" : "xlsx"},
                        {"mapping", mapping},
                        {"sheet", request.query_or("sheet", "")},
                        {"source", source},
                        {"full", request.query_or("partial", "") != "1"}});
}

Result<std::string> run_link_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_links"));
  std::istringstream in(std::move(content));
  json::array errors;
  promotion::ImportOptions options;
  options.partner_id = text("partner");
  options.source_name = text("source").empty() ? text("document") : text("source");
  options.format = known(filings::import_format(text("format")));
  options.sheet = text("sheet");
  if (!text("mapping").empty()) {
    const filings::Mappings mappings(services.database, services.recorder, "links", promotion::link_fields());
    MUSTER_TRY(options.mapping, mappings.get(text("mapping")));
  }
  options.full = arguments.at("full").as_bool();
  options.dry_run = arguments.at("dry_run").as_bool();
  options.actor = text("actor");
  options.on_error = [&](const promotion::LinkError& e) { keep_line_error(errors, e.line, e.error); };
  options.on_progress = [&](const promotion::Inventory& i) {
    context.progress(i.lines, 0, options.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  MUSTER_TRY(const auto result, services.inventories.take(in, options));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"inventory", result.no},
                                      {"lines", result.lines},
                                      {"added", result.added},
                                      {"changed", result.changed},
                                      {"removed", result.removed},
                                      {"same", result.same},
                                      {"refused", result.refused},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

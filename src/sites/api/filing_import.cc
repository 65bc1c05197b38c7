// POST /filings/imports: a register's file, kept encrypted as a document and imported by a job.
#include "filing_handlers.h"
#include "import_job.h"
#include <base/text.h>
#include <documents/documents.h>
#include <filings/import.h>

#include <sstream>

namespace muster::api {
namespace {

std::optional<filings::Format> format_of(const http::Request& request) {
  const std::string type = request.header("content-type");
  const std::string bare = to_lower_ascii(trim(std::string_view(type).substr(0, type.find(';'))));
  if (bare == "text/csv") return filings::Format::csv;
  if (bare == "application/x-ndjson" || bare == "application/jsonl") return filings::Format::jsonl;
  return std::nullopt;
}

}  // namespace

http::Response filing_import(const Services& services, const http::Request& request) {
  const auto format = format_of(request);
  if (!format)
    return http::Response::problem(invalid("content_type", "Send the file as text/csv or application/x-ndjson."));
  const bool csv = *format == filings::Format::csv;
  const filings::Mappings mappings(services.database, services.recorder);
  const std::string mapping = request.query_or("mapping", ""), source = request.query_or("source", "");
  if (!mapping.empty() && !csv)
    return http::Response::problem(
        invalid("mapping_csv_only", "A mapping is of a CSV file's columns; JSON lines have our names.", "mapping"));
  if (!mapping.empty()) {
    MUSTER_ANSWER_CHECK(mappings.get(mapping));
    if (!source.empty()) MUSTER_ANSWER_CHECK(mappings.remember(source, mapping));
  }
  return import_by_job(services, request,
                       {csv ? "text/csv" : "application/x-ndjson", "A register's file", "filing_import", kImportJob},
                       {{"format", csv ? "csv" : "jsonl"}, {"mapping", mapping}});
}

Result<std::string> run_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  const bool dry_run = arguments.at("dry_run").as_bool();
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_filings"));
  const auto bytes = static_cast<std::int64_t>(content.size());
  std::istringstream in(std::move(content));
  json::array errors;
  filings::ImportOptions options;
  options.source_name = text("document");  // taken up again by the same job alone
  options.format = text("format") == "csv" ? filings::Format::csv : filings::Format::jsonl;
  if (!text("mapping").empty()) {
    MUSTER_TRY(options.mapping, filings::Mappings(services.database, services.recorder).get(text("mapping")));
  }
  options.dry_run = dry_run;
  options.actor = text("actor");
  options.on_error = [&](const filings::LineError& e) { keep_line_error(errors, e.line, e.error); };
  options.on_progress = [&](const filings::ImportProgress& p) {
    context.progress(p.bytes, bytes, dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  const filings::Importer importer(services.database, services.recorder, services.vault, services.restrictions);
  MUSTER_TRY(const auto result, importer.run(in, options));
  if (result.stopped && result.bytes < bytes) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", dry_run},
                                      {"lines", result.lines},
                                      {"accepted", result.accepted},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

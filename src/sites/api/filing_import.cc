// POST /filings/imports: a register's file, kept encrypted as a document and imported by a job.
#include "filing_handlers.h"
#include "import_job.h"
#include <base/text.h>
#include <base/words.h>
#include <documents/documents.h>
#include <filings/import.h>

#include <sstream>

namespace muster::api {
namespace {

constexpr const char* kWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr const char* kWorkbookWithMacros = "application/vnd.ms-excel.sheet.macroenabled.12";  // which nobody runs

const char* media_type_of(filings::Format format) {
  if (format == filings::Format::xlsx) return kWorkbook;
  return format == filings::Format::csv ? "text/csv" : "application/x-ndjson";
}

std::optional<filings::Format> format_of(const http::Request& request) {
  const std::string type = request.header("content-type");
  const std::string bare = to_lower_ascii(trim(std::string_view(type).substr(0, type.find(';'))));
  if (bare == "text/csv") return filings::Format::csv;
  if (bare == kWorkbook || bare == kWorkbookWithMacros) return filings::Format::xlsx;
  if (bare == "application/x-ndjson" || bare == "application/jsonl") return filings::Format::jsonl;
  return std::nullopt;
}

}  // namespace

http::Response filing_import(const Services& services, const http::Request& request) {
  const auto format = format_of(request);
  if (!format)
    return http::Response::problem(
        invalid("content_type", std::string("Send the file as text/csv, application/x-ndjson or ") + kWorkbook + "."));
  const filings::Mappings mappings(services.database, services.recorder);
  const std::string mapping = request.query_or("mapping", ""), source = request.query_or("source", "");
  const std::string sheet = request.query_or("sheet", "");
  MUSTER_ANSWER_CHECK(filings::check_layout(!mapping.empty(), sheet, *format));
  if (!mapping.empty()) {
    MUSTER_ANSWER_CHECK(mappings.get(mapping));
    if (!source.empty()) MUSTER_ANSWER_CHECK(mappings.remember(source, mapping));
  }
  return import_by_job(services, request, {media_type_of(*format), "A register's file", "filing_import", kImportJob},
                       {{"format", filings::to_text(*format)}, {"mapping", mapping}, {"sheet", sheet}});
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
  options.format = known(filings::import_format(text("format")));
  if (arguments.as_object().contains("sheet")) options.sheet = text("sheet");  // a job of an older program has none
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

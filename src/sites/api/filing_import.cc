// POST /filings/imports: a register's file, kept encrypted as a document and imported by a job.
#include "filing_handlers.h"
#include <base/text.h>
#include <documents/documents.h>
#include <filings/import.h>

#include <sstream>

namespace muster::api {
namespace {

constexpr Duration kKept = std::chrono::hours(24 * 90);  // the file itself, as evidence of what came in

std::optional<filings::Format> format_of(const http::Request& request) {
  const std::string type = request.header("content-type");
  const std::string bare = to_lower_ascii(trim(std::string_view(type).substr(0, type.find(';'))));
  if (bare == "text/csv") return filings::Format::csv;
  if (bare == "application/x-ndjson" || bare == "application/jsonl") return filings::Format::jsonl;
  return std::nullopt;
}

json::object error_json(const filings::LineError& e) {
  return {{"line", e.line}, {"field", e.error.field}, {"code", e.error.code}, {"sentence", e.error.sentence}};
}

}  // namespace

http::Response filing_import(const Services& services, const http::Request& request) {
  const auto format = format_of(request);
  if (!format)
    return http::Response::problem(invalid("content_type", "Send the file as text/csv or application/x-ndjson."));
  if (request.body.empty()) return http::Response::problem(invalid("import_empty", "The file is empty."));
  const bool dry_run = request.query_or("dry_run", "") == "1" || request.query_or("dry_run", "") == "true";
  const std::string& person = request.principal->person_id;
  documents::NewDocument file;
  file.media_type = *format == filings::Format::csv ? "text/csv" : "application/x-ndjson";
  file.title = "A register's file";
  file.record_kind = "filing_import";
  file.record_id = new_id(services.clock, services.random);
  file.personal = true;
  file.retain_until = services.clock.now() + kKept;
  const auto job = services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(const auto kept, services.documents.add(tx, person, file, request.body));
    const json::object arguments{{"document", kept.id},
                                 {"format", *format == filings::Format::csv ? "csv" : "jsonl"},
                                 {"dry_run", dry_run},
                                 {"actor", person}};
    return services.jobs.enqueue(tx, person, kImportJob, json::serialize(arguments));
  });
  MUSTER_ANSWER_TRY(const std::string job_id, job);
  auto response = answer({{"job_id", job_id}}, 202);
  response.header("Location", "/api/jobs/" + job_id);
  return response;
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
  options.dry_run = dry_run;
  options.actor = text("actor");
  options.on_error = [&](const filings::LineError& e) {
    if (errors.size() < kImportErrorsKept) errors.push_back(error_json(e));
  };
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

// POST /domains/imports: a registry's file, kept as a document and imported by a job.
#include "domain_handlers.h"
#include "import_job.h"
#include <documents/documents.h>
#include <holders/import.h>

#include <sstream>

namespace muster::api {

http::Response domain_import(const Services& services, const http::Request& request) {
  const std::string type = request.header("content-type"), media_type = type.substr(0, type.find(';'));
  if (media_type != "text/csv" && media_type != "application/xml")
    return http::Response::problem(
        invalid("content_type", "A registry's file is text/csv or application/xml (EPP).", "content-type"));
  const std::string source = request.query_or("source", "");
  if (source.empty() || source.size() > 100)
    return http::Response::problem(invalid("source_form", "Name the registry in 1 to 100 bytes.", "source"));
  return import_by_job(services, request, {media_type, "A registry's file", "domain_import", kDomainImportJob},
                       {{"format", media_type == "text/csv" ? "csv" : "epp"}, {"source", source}});
}

Result<std::string> run_domain_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_domains"));
  std::istringstream in(std::move(content));
  json::array errors;
  holders::ImportOptions options;
  options.source = text("source");
  options.file_name = text("document");
  options.format = text("format") == "csv" ? holders::Format::csv : holders::Format::epp;
  options.dry_run = arguments.at("dry_run").as_bool();
  options.actor = text("actor");
  options.on_error = [&](const holders::LineError& e) { keep_line_error(errors, e.line, e.error); };
  options.on_progress = [&](const holders::ImportProgress& p) {
    context.progress(p.records, p.records, options.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  const holders::Importer importer(services.database, services.recorder, services.vault, services.policy,
                                   services.filings);
  MUSTER_TRY(const auto result, importer.run(in, options));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"lines", result.records},
                                      {"accepted", result.added},
                                      {"changed", result.changed},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

// POST /address-blocks/imports: a file of blocks, kept as a document and imported by a job.
#include "address_handlers.h"
#include "import_job.h"
#include <documents/documents.h>
#include <resources/import.h>

#include <sstream>

namespace muster::api {

http::Response address_block_import(const Services& services, const http::Request& request) {
  const auto format = resources::import_format(request.query_or("format", "csv"));
  if (!format)
    return http::Response::problem(
        invalid("import_format", "A file is csv, netbox_prefixes, netbox_aggregates or rpsl.", "format"));
  const std::string mapping = request.query_or("mapping", "");
  if (!mapping.empty() && !request.body.empty())
    MUSTER_ANSWER_CHECK(resources::Importer(services.database, services.recorder).mapping(mapping));
  const char* media_type = *format == resources::ImportFormat::rpsl ? "text/plain" : "text/csv";
  return import_by_job(services, request, {media_type, "A file of address blocks", "address_import", kBlockImportJob},
                       {{"format", resources::to_text(*format)},
                        {"mapping", mapping},
                        {"holder_id", request.query_or("holder_id", "")},
                        {"source", request.query_or("source", "")}});
}

Result<std::string> run_block_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_address_blocks"));
  std::istringstream in(std::move(content));
  const resources::Importer importer(services.database, services.recorder);
  json::array errors;
  resources::ImportOptions options;
  options.source_name = text("document");
  options.format = resources::import_format(text("format")).value();
  if (!text("mapping").empty()) {
    MUSTER_TRY(options.mapping, importer.mapping(text("mapping")));
  }
  options.dry_run = arguments.at("dry_run").as_bool();
  options.holder_id = text("holder_id");
  options.source = text("source");
  options.actor = text("actor");
  options.on_error = [&](const resources::LineError& e) { keep_line_error(errors, e.line, e.error); };
  options.on_progress = [&](const resources::ImportProgress& p) {
    context.progress(p.lines, p.lines, options.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  MUSTER_TRY(const auto result, importer.run(in, options));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"lines", result.lines},
                                      {"accepted", result.accepted},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

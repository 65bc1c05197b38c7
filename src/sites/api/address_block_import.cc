// POST /address-blocks/imports: a file of blocks, kept as a document and imported by a job.
#include "address_handlers.h"
#include <documents/documents.h>
#include <resources/import.h>

#include <sstream>

namespace muster::api {
namespace {

constexpr Duration kKept = std::chrono::hours(24 * 90);  // the file itself, as evidence of what came in
constexpr std::size_t kErrorsKept = 1'000;

json::object error_json(const resources::LineError& e) {
  return {{"line", e.line}, {"field", e.error.field}, {"code", e.error.code}, {"sentence", e.error.sentence}};
}

}  // namespace

http::Response address_block_import(const Services& services, const http::Request& request) {
  const auto format = resources::import_format(request.query_or("format", "csv"));
  if (!format)
    return http::Response::problem(
        invalid("import_format", "A file is csv, netbox_prefixes, netbox_aggregates or rpsl.", "format"));
  if (request.body.empty()) return http::Response::problem(invalid("import_empty", "The file is empty."));
  const std::string mapping = request.query_or("mapping", "");
  if (!mapping.empty()) MUSTER_ANSWER_CHECK(resources::Importer(services.database, services.recorder).mapping(mapping));
  const bool dry_run = request.query_or("dry_run", "") == "1" || request.query_or("dry_run", "") == "true";
  const std::string& person = request.principal->person_id;
  documents::NewDocument file;
  file.media_type = *format == resources::ImportFormat::rpsl ? "text/plain" : "text/csv";
  file.title = "A file of address blocks";
  file.record_kind = "address_import";
  file.record_id = new_id(services.clock, services.random);
  file.personal = true;  // what a registry publishes names people
  file.retain_until = services.clock.now() + kKept;
  const auto job = services.database.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(const auto kept, services.documents.add(tx, person, file, request.body));
    const json::object arguments{{"document", kept.id},
                                 {"format", resources::to_text(*format)},
                                 {"mapping", mapping},
                                 {"holder_id", request.query_or("holder_id", "")},
                                 {"source", request.query_or("source", "")},
                                 {"dry_run", dry_run},
                                 {"actor", person}};
    return services.jobs.enqueue(tx, person, kBlockImportJob, json::serialize(arguments));
  });
  MUSTER_ANSWER_TRY(const std::string job_id, job);
  auto response = answer({{"job_id", job_id}}, 202);
  response.header("Location", "/api/jobs/" + job_id);
  return response;
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
  options.on_error = [&](const resources::LineError& e) {
    if (errors.size() < kErrorsKept) errors.push_back(error_json(e));
  };
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

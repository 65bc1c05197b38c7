// POST /legacy-blocks/imports?format=&label=&dry_run=: a list of another system, kept as a document and imported by a
// job.
#include "import_job.h"
#include "legacy_handlers.h"
#include <documents/documents.h>
#include <jobs/jobs.h>
#include <policy/policy.h>
#include <restrictions/legacy_import.h>

#include <sstream>

namespace muster::api {

http::Response legacy_import(const Services& services, const http::Request& request) {
  const auto format = restrictions::legacy_format(request.query_or("format", "auto"));
  if (!format)
    return http::Response::problem(invalid("import_format", "A list is auto, plain, csv, hosts or rpz.", "format"));
  return import_by_job(services, request,
                       {"text/plain", "A list of blocks of another system", "legacy_import", kLegacyImportJob},
                       {{"format", to_text(*format)}, {"label", request.query_or("label", "").substr(0, 200)}});
}

Result<std::string> run_legacy_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_legacy_blocks"));
  const auto total = static_cast<std::int64_t>(content.size());
  std::istringstream in(std::move(content));
  json::array errors;
  restrictions::LegacyImportOptions options;
  // By the document, so that a job that is taken up again goes on with its own import.
  options.source_name = (text("label").empty() ? "" : text("label") + " · ") + text("document");
  options.format = restrictions::legacy_format(text("format")).value();
  options.dry_run = arguments.at("dry_run").as_bool();
  options.redecide_by = services.policy.due("restriction.legacy_redecide", services.clock.now());
  options.actor = text("actor");
  options.on_error = [&](const restrictions::LegacyLineError& e) { keep_line_error(errors, e.line, e.error); };
  options.on_progress = [&](const restrictions::LegacyProgress& p) {
    context.progress(p.bytes, total, options.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  MUSTER_TRY(const auto result, restrictions::LegacyImporter(services.database, services.recorder).run(in, options));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"format", to_text(result.format)},
                                      {"lines", result.lines},
                                      {"accepted", result.accepted},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"skipped", result.skipped},
                                      {"redecide_by", to_rfc3339(result.redecide_by)},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

// POST /filings/imports: a register's file, kept encrypted as a document and imported by a job.
#include "filing_handlers.h"
#include "filing_upload.h"

#include <sstream>

namespace muster::api {

http::Response filing_import(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const FilingUpload upload, filing_upload(services, request));
  return import_by_job(services, request, {upload.media_type, "A register's file", "filing_import", kImportJob},
                       upload.arguments());
}

Result<std::string> run_import(const Services& services, jobs::JobContext& context) {
  MUSTER_TRY(KeptUpload upload, kept_upload(services, parsed(context.arguments()).as_object(), "import_filings"));
  const bool dry_run = upload.dry_run;
  const auto bytes = static_cast<std::int64_t>(upload.content.size());
  std::istringstream in(std::move(upload.content));
  json::array errors;
  filings::ImportOptions options;
  options.source_name = upload.document;  // taken up again by the same job alone
  options.format = upload.format;
  options.sheet = upload.sheet;
  options.mapping = upload.mapping;
  options.dry_run = dry_run;
  options.actor = upload.actor;
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

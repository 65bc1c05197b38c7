// POST /filings/reconciliations: another register's file, kept encrypted as a document and held against ours by a job.
#include "filing_handlers.h"
#include "filing_upload.h"
#include <filings/reconcile.h>

#include <sstream>

namespace muster::api {

http::Response filing_reconcile(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const std::string register_name, filings::check_register_name(request.query_or("register", "")));
  MUSTER_ANSWER_TRY(const FilingUpload upload, filing_upload(services, request));
  json::object arguments = upload.arguments();
  arguments["register"] = register_name;
  return import_by_job(services, request,
                       {upload.media_type, "Another register's file", "filing_reconciliation", kReconcileJob},
                       std::move(arguments));
}

Result<std::string> run_reconcile(const Services& services, jobs::JobContext& context) {
  const json::object arguments = parsed(context.arguments()).as_object();
  MUSTER_TRY(KeptUpload upload, kept_upload(services, arguments, "reconcile_filings"));
  const bool dry_run = upload.dry_run;
  const auto bytes = static_cast<std::int64_t>(upload.content.size());
  std::istringstream in(std::move(upload.content));
  json::array told;
  filings::ReconcileOptions options;
  options.register_name = std::string(arguments.at("register").as_string());
  options.source_name = upload.document;  // taken up again by the same job alone
  options.format = upload.format;
  options.sheet = upload.sheet;
  options.mapping = upload.mapping;
  options.dry_run = dry_run;
  options.actor = upload.actor;
  options.on_line = [&](const filings::LineError& e) { keep_line_error(told, e.line, e.error); };
  options.on_progress = [&](const filings::ReconcileProgress& p) {
    context.progress(p.bytes, bytes, dry_run ? "checking" : "comparing");
    return !context.cancelled();
  };
  const filings::Reconciler reconciler(services.database, services.recorder, services.vault);
  MUSTER_TRY(const auto result, reconciler.run(in, options));
  if (result.stopped && result.bytes < bytes) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", dry_run},
                                      {"register", options.register_name},
                                      {"lines", result.lines},
                                      {"same", result.same},
                                      {"differing", result.differing},
                                      {"unknown", result.unknown},
                                      {"refused", result.refused},
                                      {"opened", result.opened},
                                      {"vanished", result.vanished},
                                      {"errors", std::move(told)}});
}

}  // namespace muster::api

// POST /never-block/imports?action=&kind=&label=&reason=&dry_run=: a file of names becomes one proposal, by a job.
#include "import_job.h"
#include "never_block_handlers.h"
#include <documents/documents.h>
#include <jobs/jobs.h>

#include <sstream>

namespace muster::api {

http::Response never_block_import(const Services& services, const http::Request& request) {
  const std::string kind = request.query_or("kind", "top_site"), action = request.query_or("action", "add");
  if (!restrictions::never_block_kind(kind))
    return http::Response::problem(invalid("never_block_kind", "There is no such kind of name.", "kind"));
  if (!restrictions::never_block_action(action))
    return http::Response::problem(invalid("never_block_action", "Names are added or removed.", "action"));
  const std::string reason = request.query_or("reason", "");
  if (reason.empty() || reason.size() > restrictions::kNeverBlockReasonMax)
    return http::Response::problem(invalid("never_block_reason", "Say why, in 2,000 bytes at most.", "reason"));
  return import_by_job(services, request,
                       {"text/plain", "Names for the never-block list", "never_block_import", kNeverBlockImportJob},
                       {{"kind", kind},
                        {"action", action},
                        {"reason", reason},
                        {"label", request.query_or("label", "").substr(0, 150)}});
}

Result<std::string> run_never_block_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "import_never_block"));
  const auto total = static_cast<std::int64_t>(content.size());
  std::istringstream in(std::move(content));
  json::array errors;
  restrictions::NeverBlockImport how;
  how.kind = restrictions::never_block_kind(text("kind")).value();
  how.action = restrictions::never_block_action(text("action")).value();
  how.reason = text("reason");
  // By the document, so that a job that is taken up again goes on with its own proposal.
  how.source = (text("label").empty() ? "" : text("label") + " · ") + text("document");
  how.resume = true;
  how.dry_run = arguments.at("dry_run").as_bool();
  how.actor = text("actor");
  how.on_error = [&](const restrictions::NeverBlockLineError& e) { keep_line_error(errors, e.line, e.error); };
  how.on_progress = [&](std::int64_t, std::int64_t bytes) {
    context.progress(bytes, total, how.dry_run ? "checking" : "importing");
    return !context.cancelled();
  };
  const restrictions::NeverBlockService list(services.database, services.recorder);
  MUSTER_TRY(const auto result, list.import_file(in, how));
  if (result.stopped) return jobs::JobContext::interrupted();
  return json::serialize(
      json::object{{"dry_run", how.dry_run},
                   {"proposal_id", result.id.empty() ? json::value(nullptr) : json::value(result.id)},
                   {"lines", result.lines},
                   {"accepted", result.names},
                   {"already_in", result.twice},
                   {"refused", result.refused},
                   {"errors", std::move(errors)}});
}

}  // namespace muster::api

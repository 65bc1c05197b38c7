// POST /shadow/comparisons?label=: the other system's decisions as CSV, kept as a document and compared by a job, whose
// id the comparison has.
#include "import_job.h"
#include "shadow_handlers.h"
#include <base/text.h>
#include <census/comparisons.h>
#include <census/service.h>
#include <documents/documents.h>
#include <enforcement/blocked_names.h>
#include <jobs/jobs.h>
#include <web/media_type.h>

#include <sstream>

namespace muster::api {

http::Response shadow_compare(const Services& services, const http::Request& request) {
  if (web::media_type(request.header("content-type")) != "text/csv")
    return http::Response::problem(invalid("content_type", "Send the other system's decisions as text/csv."));
  const std::string label(trim(request.query_or("label", "")));
  if (label.size() > census::kComparisonSourceMax || !is_valid_utf8(label))
    return http::Response::problem(invalid("comparison_source", "The file's name has at most 200 bytes.", "label"));
  return import_by_job(services, request, {"text/csv", "What another system decided", "shadow_comparison", kShadowJob},
                       {{"label", label}});
}

Result<std::string> run_shadow(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content, services.documents.content(text("actor"), text("document"), "compare_in_shadow"));
  const auto total = static_cast<std::int64_t>(content.size());
  std::istringstream in(std::move(content));
  MUSTER_TRY(const auto known, services.census.current_register(false));
  MUSTER_TRY(const auto zone, services.enforcement.would_be_rpz());
  json::array errors;
  census::Comparisons::Options options;
  options.id = context.job_id();
  options.source_name = text("label");
  options.actor = text("actor");
  options.bad = [&](std::int64_t line, const Error& error) { keep_line_error(errors, line, error); };
  options.on_progress = [&](std::int64_t bytes) {
    context.progress(bytes, total, "comparing");
    return !context.cancelled();
  };
  const census::Comparisons comparisons(services.database, services.recorder);
  const auto run = comparisons.run(in, *known, enforcement::BlockedNames(zone), options);
  if (!run.ok()) return run.error().code == "comparison_stopped" ? jobs::JobContext::interrupted() : run.error();
  return json::serialize(json::object{{"lines", run->counts.names + run->counts.bad_lines},
                                      {"accepted", run->counts.names},
                                      {"refused", run->counts.bad_lines},
                                      {"errors", std::move(errors)}});
}

}  // namespace muster::api

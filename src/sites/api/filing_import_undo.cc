// GET /filing-imports, GET /filing-imports/{id}; POST /filing-imports/{id}/undo: the import is taken back by a job.
#include "filing_handlers.h"
#include <filings/undo.h>
#include <web/jobs.h>

namespace muster::api {
namespace {

constexpr std::size_t kLeftKept = 1'000;  // of a job's result

json::object import_json(const filings::ImportRecord& record) {
  return {{"id", record.id},
          {"source_name", record.source_name},
          {"format", record.format},
          {"state", record.state},
          {"accepted", record.accepted},
          {"batches", record.batches},
          {"batches_undone", record.batches_undone},
          {"cancelled", record.cancelled},
          {"left", record.left},
          {"started_at", time_json(record.started_at)}};
}

}  // namespace

http::Response filing_import_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const filings::Undo undo(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, undo.imports(page.after, page.limit));
  json::array items;
  for (const auto& record : found.items) items.push_back(import_json(record));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response filing_import_show(const Services& services, const http::Request& request) {
  const filings::Undo undo(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto record, undo.import(request.param("id")));
  return answer(import_json(record));
}

http::Response filing_import_undo(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string reason = body.text("reason", 2'000);
  const bool dry_run = body.flag_or("dry_run", false);
  MUSTER_BODY_DONE(body);
  const std::string& me = request.principal->person_id;
  const filings::Undo undo(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto record, undo.import(request.param("id")));
  if (record.state == "running")
    return http::Response::problem(
        conflict("import_running", "This import was cut off and can still go on; finish it, then take it back."));
  const json::object arguments{{"import", record.id}, {"reason", reason}, {"dry_run", dry_run}, {"actor", me}};
  MUSTER_ANSWER_TRY(const std::string job, services.jobs.enqueue(me, kUndoImportJob, json::serialize(arguments)));
  return job_started(job);
}

Result<std::string> run_undo(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  filings::UndoOptions options;
  options.reason = text("reason");
  options.dry_run = arguments.at("dry_run").as_bool();
  json::array left;
  options.on_left = [&](const filings::Left& one) {
    if (left.size() < kLeftKept)
      left.push_back({{"id", one.site_id}, {"number", one.number}, {"state", filings::to_text(one.state)}});
  };
  options.on_progress = [&](const filings::UndoProgress& p) {
    context.progress(p.batches, p.batches_all, options.dry_run ? "checking" : "taking back");
    return !context.cancelled();
  };
  // Whoever asked was of the register's staff when the route let them in.
  const filings::Actor actor{text("actor"), {}, true};
  const filings::Undo undo(services.database, services.recorder);
  MUSTER_TRY(const auto result, undo.run(text("import"), actor, options));
  if (result.stopped && result.batches < result.batches_all) return jobs::JobContext::interrupted();
  return json::serialize(json::object{{"dry_run", options.dry_run},
                                      {"cancelled", result.cancelled},
                                      {"left", result.left},
                                      {"left_alone", std::move(left)}});
}

}  // namespace muster::api

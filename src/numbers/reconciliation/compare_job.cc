#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <reconciliation/compare_job.h>

namespace muster::reconciliation {
namespace {

constexpr const char* kComparing = "system:reconciliation";

std::string outcome_json(const Outcome& done, bool dry_run, const std::vector<BadLine>& bad) {
  std::string errors;
  for (const BadLine& line : bad)
    errors += fmt::format(R"({}{{"line":{},"field":{},"code":{},"sentence":{}}})", errors.empty() ? "" : ",", line.line,
                          json_quote(line.error.field), json_quote(line.error.code), json_quote(line.error.sentence));
  const Counts& c = done.run.counts;
  return fmt::format(R"({{"run":{},"dry_run":{},"theirs":{},"differing":{},"bad":{},"errors":[{}]}})",
                     done.run.id.empty() ? "null" : json_quote(done.run.id), dry_run, c.theirs, c.differing(), c.bad,
                     errors);
}

// Cancelled by a person: nobody goes on with it.
Result<void> give_up(jobs::Service& jobs, const Service& service, Inbox& inbox, const std::string& job_id,
                     const std::string& upload, const Run& run) {
  MUSTER_TRY(const jobs::Job job, jobs.get(job_id));
  if (!job.cancel_requested) return {};
  if (!run.id.empty()) {
    MUSTER_TRY([[maybe_unused]] const Run ended, service.cancel(run.id, kComparing));
  }
  return inbox.drop(upload);
}

}  // namespace

jobs::Function compare_job(jobs::Service& jobs, store::Database& database, const ledger::Recorder& recorder,
                           Inbox& inbox) {
  return [&jobs, &database, &recorder, &inbox](jobs::JobContext& job) -> Result<std::string> {
    const auto asked = boost::json::parse(job.arguments()).as_object();
    const std::string id(asked.at("upload").as_string());
    const bool dry_run = asked.at("dry_run").as_bool();
    MUSTER_TRY(const Upload upload, inbox.get(id));
    std::vector<BadLine> bad;
    Options options;
    options.source = upload.source;
    options.file = inbox.path(id);
    options.name = upload.name;
    options.actor = upload.actor;
    options.dry_run = dry_run;
    options.sort.folder = inbox.folder();
    options.on_bad = [&](const BadLine& line) {
      if (bad.size() < kBadLinesTold) bad.push_back(line);
    };
    options.go_on = [&](const char* phase, std::int64_t done, std::int64_t total) {
      job.progress(done, total, phase);
      return !job.cancelled();
    };
    const Service service(database, recorder);
    const auto done = service.run(options);
    // The reading was stopped, or the comparing: whoever cancelled wants neither again.
    if ((done.ok() && done->stopped) || (!done.ok() && done.error().code == "reconciliation_stopped")) {
      MUSTER_CHECK_OK(give_up(jobs, service, inbox, job.job_id(), id, done.ok() && !dry_run ? done->run : Run{}));
      return jobs::JobContext::interrupted();
    }
    if (!done.ok()) return done.error();
    // A dry run's file stays, so that the run itself follows without sending it again.
    if (!dry_run) MUSTER_CHECK_OK(inbox.drop(id));
    return outcome_json(*done, dry_run, bad);
  };
}

Result<std::string> start_compare(jobs::Service& jobs, Inbox& inbox, const std::string& actor, const std::string& id,
                                  bool dry_run) {
  MUSTER_TRY(const Upload upload, inbox.get(id));
  if (!upload.whole())
    return conflict("upload_cut_off",
                    fmt::format("{} of {} bytes are here. Send the rest first.", upload.held, upload.size));
  const std::string mark = json_quote(id);
  for (const char* state : {"queued", "running"}) {
    MUSTER_TRY(const auto unfinished, jobs.list(kCompareJob, state, {}, 100));
    for (const jobs::Job& job : unfinished)
      if (job.arguments.find(mark) != std::string::npos)
        return conflict("upload_compared", "This file is being compared already.");
  }
  return jobs.enqueue(actor, kCompareJob, fmt::format(R"({{"upload":{},"dry_run":{}}})", mark, dry_run));
}

}  // namespace muster::reconciliation

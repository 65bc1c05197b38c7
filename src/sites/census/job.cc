#include "notice_job.h"
#include <base/text.h>
#include <census/job.h>
#include <census/service.h>
#include <jobs/jobs.h>

#include <condition_variable>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(200);

std::string result_text(const Service::Completed& done) {
  std::string bad;
  for (const auto& b : done.intake.first)
    bad += fmt::format("{}{{\"line\":{},\"code\":{},\"field\":{},\"sentence\":{}}}", bad.empty() ? "" : ",", b.line,
                       json_quote(b.code), json_quote(b.field), json_quote(b.sentence));
  return fmt::format("{{\"run_id\":{},\"number\":{},\"bad_lines\":{},\"first_bad_lines\":[{}]}}",
                     json_quote(done.run.id), done.run.number, done.intake.bad_lines, bad);
}

std::string run_of(const std::string& arguments) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(arguments, fault);
  if (fault || !value.is_object()) return {};
  const auto* id = value.as_object().if_contains("run_id");
  return id && id->is_string() ? std::string(id->as_string()) : std::string();
}

// The work has threads of its own; this one shows how far it is and hears that it shall stop.
Result<std::string> carry_out(jobs::Service& jobs, Service& service, jobs::JobContext& context) {
  const std::string run_id = run_of(context.arguments());
  Progress progress;
  std::optional<Result<Service::Completed>> done;
  std::mutex mutex;
  std::condition_variable ended;
  std::thread worker([&] {
    auto outcome = service.run_noted(run_id, &progress);
    const std::lock_guard lock(mutex);
    done.emplace(std::move(outcome));
    ended.notify_one();
  });
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, kLookEvery, [&] { return done.has_value(); })) {
    lock.unlock();
    context.progress(static_cast<std::int64_t>(progress.bytes_done), static_cast<std::int64_t>(progress.bytes_total),
                     "reading");
    if (context.cancelled()) {
      const auto job = jobs.get(context.job_id());
      (job.ok() && job->cancel_requested ? progress.cancel : progress.suspend) = true;
    }
    lock.lock();
  }
  lock.unlock();
  worker.join();
  if (done->ok()) return result_text(done->value());
  const Error& error = done->error();
  // Another census runs: this one waits for its turn.
  if (error.code == "census_busy") return unavailable(error.code, error.sentence);
  if (error.code == "census_cancelled" || error.code == "census_suspended") return jobs::JobContext::interrupted();
  return error;
}

}  // namespace

void add_job(jobs::Service& jobs, Service& service) {
  jobs.add_kind(kCensusJob, [&](jobs::JobContext& context) { return carry_out(jobs, service, context); });
  jobs.add_kind(kNoticesJob, [&](jobs::JobContext& context) { return send_notices(service, context); });
}

}  // namespace muster::census

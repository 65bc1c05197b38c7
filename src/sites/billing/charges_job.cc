// The reconciliation as a job: progress, stopping, going on after a crash.
#include <base/text.h>
#include <jobs/jobs.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <billing/charges.h>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::billing {
namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(200);

std::string run_id_of(const std::string& arguments) {
  boost::system::error_code fault;
  const auto value = boost::json::parse(arguments, fault);
  if (fault || !value.is_object()) return {};
  const auto* id = value.as_object().if_contains("run_id");
  return id && id->is_string() ? std::string(id->as_string()) : std::string();
}

// The work has threads of its own; this one shows how far it is and hears that it shall stop.
Result<std::string> reconcile_job(jobs::Service& jobs, const Charges& charges, jobs::JobContext& context) {
  const std::string run_id = run_id_of(context.arguments());
  Progress progress;
  std::optional<Result<ChargeRun>> done;
  std::mutex mutex;
  std::condition_variable ended;
  std::thread worker([&] {
    auto outcome = charges.run_noted(run_id, &progress);
    const std::lock_guard lock(mutex);
    done.emplace(std::move(outcome));
    ended.notify_one();
  });
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, kLookEvery, [&] { return done.has_value(); })) {
    lock.unlock();
    context.progress(static_cast<std::int64_t>(progress.bytes_done), static_cast<std::int64_t>(progress.bytes_total),
                     progress.phase.load());
    if (context.cancelled()) {
      const auto job = jobs.get(context.job_id());
      (job.ok() && job->cancel_requested ? progress.cancel : progress.suspend) = true;
    }
    lock.lock();
  }
  lock.unlock();
  worker.join();
  if (!done->ok()) {
    const Error& error = done->error();
    if (error.code == "charges_cancelled" || error.code == "charges_suspended") return jobs::JobContext::interrupted();
    return error;
  }
  const ChargeRun& run = done->value();
  std::int64_t found = 0;
  for (const auto n : run.found) found += n;
  return fmt::format(R"({{"run_id":{},"lines":{},"bad_lines":{},"findings":{}}})", json_quote(run.id), run.lines,
                     run.bad_lines, found);
}

}  // namespace

void add_job(jobs::Service& jobs, const Charges& charges) {
  jobs.add_kind(kChargesJob, [&](jobs::JobContext& context) { return reconcile_job(jobs, charges, context); });
}

}  // namespace muster::billing

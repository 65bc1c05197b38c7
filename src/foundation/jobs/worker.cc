// Taking jobs and running them.
#include "job_rows.h"
#include <base/log.h>
#include <jobs/jobs.h>

namespace muster::jobs {

void JobContext::progress(std::int64_t done, std::int64_t total, std::string_view phase) {
  done_ = done;
  total_ = total;
  phase_ = phase.substr(0, kPhaseMaxBytes);
  beat(false);
}

bool JobContext::cancelled() {
  beat(false);
  return stop_ != Stop::no;
}

void JobContext::beat(bool at_once) {
  if (stop_ != Stop::no) return;
  if (service_.stopping_) {
    stop_ = Stop::stopping;
    return;
  }
  const Instant now = service_.clock_.now();
  if (!at_once && now - last_beat_ < service_.options_.progress_every) return;
  last_beat_ = now;
  // A database that is away is no reason to stop: the next beat tells.
  (void)service_.database_.write([&](store::Transaction& tx) -> Result<void> {
    const bool mine = tx.run(sql::kBeat, {{"id", id_},
                                          {"owner", service_.owner_},
                                          {"attempt", attempt_},
                                          {"done", done_},
                                          {"total", total_},
                                          {"phase", phase_},
                                          {"now", now},
                                          {"lease_until", now + service_.options_.lease}}) == 1;
    if (!mine)
      stop_ = Stop::lost;
    else if (tx.one(sql::kGet, {{"id", id_}})->flag("cancel_requested"))
      stop_ = Stop::cancelled;
    return {};
  });
}

Result<void> JobContext::checkpoint(std::string_view cursor) {
  if (cursor.size() > kCheckpointMaxBytes)
    return internal_error("job_checkpoint", "A checkpoint is longer than 64 KiB.");
  const Instant now = service_.clock_.now();
  return service_.database_.write([&](store::Transaction& tx) -> Result<void> {
    const bool mine = tx.run(sql::kCheckpoint, {{"id", id_},
                                                {"owner", service_.owner_},
                                                {"attempt", attempt_},
                                                {"checkpoint", cursor},
                                                {"done", done_},
                                                {"total", total_},
                                                {"phase", phase_},
                                                {"now", now},
                                                {"lease_until", now + service_.options_.lease}}) == 1;
    if (mine) return {};
    stop_ = Stop::lost;
    return interrupted();
  });
}

Result<bool> Service::anything_due() {
  return database_.read([&](store::Transaction& tx) -> Result<bool> {
    const Instant now = clock_.now();
    for (const auto& [kind, function] : kinds_)
      if (tx.one(sql::kDue, {{"kind", kind}, {"now", now}}) || tx.one(sql::kOrphan, {{"kind", kind}, {"now", now}}))
        return true;
    for (const store::Row& row : tx.query(sql::kSchedulesDue, {{"now", now}}))
      if (kinds_.contains(row.text("kind"))) return true;
    return false;
  });
}

Result<void> Service::enqueue_due_schedules() {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const Instant now = clock_.now();
    for (const store::Row& row : tx.query(sql::kSchedulesDue, {{"now", now}})) {
      const std::string kind = row.text("kind");
      if (!kinds_.contains(kind)) continue;
      // What was missed while nothing ran is not caught up on: once is enough.
      tx.run(sql::kScheduleNext,
             {{"kind", kind}, {"was", row.integer("next_at")}, {"next", now + Duration(row.integer("every_micros"))}});
      if (tx.one(sql::kUnfinished, {{"kind", kind}})) continue;
      MUSTER_TRY(const std::string id, enqueue(tx, "system:jobs", kind, row.text("arguments"), now));
    }
    return {};
  });
}

Result<std::optional<Service::Taken>> Service::take() {
  MUSTER_TRY(const bool due, anything_due());
  if (!due) return std::optional<Taken>{};
  MUSTER_CHECK_OK(enqueue_due_schedules());
  return database_.write([&](store::Transaction& tx) -> Result<std::optional<Taken>> {
    const Instant now = clock_.now();
    std::optional<Job> next;
    std::string checkpoint;
    for (const auto& [kind, function] : kinds_)
      for (const auto* sql : {&sql::kOrphan, &sql::kDue})
        if (const auto row = tx.one(*sql, {{"kind", kind}, {"now", now}});
            row && (!next || row->instant("run_at") < next->run_at)) {
          next = job_of(*row);
          checkpoint = row->text("checkpoint");
        }
    if (!next) return std::optional<Taken>{};
    tx.run(sql::kTake, {{"id", next->id}, {"owner", owner_}, {"now", now}, {"lease_until", now + options_.lease}});
    return std::optional<Taken>({next->id, next->kind, next->arguments, checkpoint, next->attempts + 1});
  });
}

void Service::run(const Taken& taken) {
  JobContext context(*this, taken.id, taken.arguments, taken.checkpoint, taken.attempt);
  const auto job = get(taken.id);
  if (!job.ok()) return;
  context.done_ = job->done;
  context.total_ = job->total;
  context.phase_ = job->phase;
  Result<std::string> outcome = internal_error("job_crashed", "The work ended by a fault of the program.");
  if (stopping_) {
    context.stop_ = JobContext::Stop::stopping;
    outcome = JobContext::interrupted();
  } else if (job->cancel_requested) {
    context.stop_ = JobContext::Stop::cancelled;
    outcome = JobContext::interrupted();
  } else if (taken.attempt > job->attempts_max) {
    outcome = internal_error("job_gave_up",
                             "The process that did this work ended before it, again and again; it was given up.");
  } else {
    try {
      outcome = kinds_.at(taken.kind)(context);
    } catch (const std::exception&) {
      log::error("JOB-001", "A job threw.", {{"kind", taken.kind}});
    }
  }
  finish(taken, outcome, context, job->attempts_max);
}

void Service::finish(const Taken& taken, const Result<std::string>& outcome, const JobContext& context,
                     std::int64_t attempts_max) {
  if (context.stop_ == JobContext::Stop::lost) return;  // somebody else has it now
  const Instant now = clock_.now();
  const bool interrupted = !outcome.ok() && outcome.error().code == JobContext::interrupted().code;
  const std::string code = outcome.ok() || interrupted ? "" : outcome.error().code;
  const std::string sentence = code.empty() ? "" : outcome.error().sentence;
  const auto again = [&](Instant run_at, int uncounted) {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql::kAgain, {{"id", taken.id},
                           {"owner", owner_},
                           {"attempt", taken.attempt},
                           {"run_at", run_at},
                           {"uncounted", uncounted},
                           {"error_code", code},
                           {"error_sentence", sentence},
                           {"now", now}});
      return {};
    });
  };
  const auto end = [&](const char* state) {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql::kEnd, {{"id", taken.id},
                         {"owner", owner_},
                         {"attempt", taken.attempt},
                         {"state", state},
                         {"result", outcome.ok() ? *outcome : ""},
                         {"error_code", code},
                         {"error_sentence", sentence},
                         {"done", context.done_},
                         {"total", context.total_},
                         {"phase", context.phase_},
                         {"now", now}});
      return {};
    });
  };
  Result<void> kept;
  if (outcome.ok()) {
    kept = end("done");
  } else if (interrupted && context.stop_ == JobContext::Stop::stopping) {
    kept = again(now, 1);
  } else if (interrupted && context.stop_ == JobContext::Stop::cancelled) {
    kept = end("cancelled");
  } else if (outcome.error().failure == Failure::unavailable && taken.attempt < attempts_max) {
    const auto delay = std::min<Duration>(options_.retry_first * (1ll << std::min<std::int64_t>(taken.attempt - 1, 20)),
                                          std::chrono::hours(1));
    kept = again(now + delay, 0);
  } else {
    kept = end("failed");
  }
  // The lease runs out and the job is taken up again from its checkpoint.
  if (!kept.ok()) log::warning("JOB-002", "A job's end could not be written.", {{"code", kept.error().code}});
}

namespace {

// A fault in one round must not end the thread, and with it the program: the next round tries again.
template <class Round>
void unharmed(const Round& round) {
  try {
    round();
  } catch (const std::exception&) {
    log::error("JOB-003", "Work in the background threw; it goes on with the next round.");
  }
}

}  // namespace

void Service::keep_leases(const std::atomic<bool>& stop) {
  std::unique_lock lock(mutex_);
  while (!stop) {
    stopped_.wait_for(lock, options_.lease / 3, [&] { return stop.load(); });
    if (stop) return;
    lock.unlock();
    unharmed([&] {
      (void)database_.write([&](store::Transaction& tx) -> Result<void> {
        tx.run(sql::kKeep, {{"owner", owner_}, {"lease_until", clock_.now() + options_.lease}});
        return {};
      });
    });
    lock.lock();
  }
}

void Service::work() {
  while (!stopping_) {
    bool ran = false;
    unharmed([&] {
      const auto taken = take();
      if (!taken.ok() || !*taken) return;
      run(**taken);
      ran = true;
    });
    if (ran) continue;
    std::unique_lock lock(mutex_);
    if (!stopping_) wake_.wait_for(lock, options_.poll_every);
  }
}

void Service::start() {
  if (!threads_.empty()) return;
  stopping_ = false;
  for (int i = 0; i < options_.workers; ++i) threads_.emplace_back([this] { work(); });
  keeper_ = std::thread([this] { keep_leases(stopping_); });
}

void Service::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  stopped_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  if (keeper_.joinable()) keeper_.join();
}

Result<int> Service::run_due(int max) {
  if (threads_.empty()) stopping_ = false;
  std::atomic<bool> finished{false};
  std::thread keeper([&] { keep_leases(finished); });
  struct Join {
    ~Join() {
      end();
      thread.join();
    }
    std::function<void()> end;
    std::thread& thread;
  };
  const Join join{[&] {
                    const std::lock_guard lock(mutex_);
                    finished = true;
                    stopped_.notify_all();
                  },
                  keeper};
  for (int ran = 0; ran < max; ++ran) {
    MUSTER_TRY(const auto taken, take());
    if (!taken) return ran;
    run(*taken);
  }
  return max;
}

}  // namespace muster::jobs

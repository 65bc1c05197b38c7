// Long work: progress, cancel, resume, schedule. State is in the database (0005_jobs.sql); the embedded queue takes
// jobs with threads of this process. A job belongs to who holds its lease; a killed process's job is taken up again
// when the lease has run out, from its last checkpoint, so that a job's function must be able to repeat what followed
// it. Service is thread-safe. A JobContext belongs to the thread that runs the job.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <store/database.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace muster::jobs {

struct Job {
  std::string id;
  std::string kind;
  std::string state;      // queued, running, done, failed, cancelled
  std::string arguments;  // JSON object without personal data
  std::string created_by;
  Instant created_at, run_at;
  std::int64_t attempts = 0, attempts_max = 0;
  bool cancel_requested = false;
  std::int64_t done = 0, total = 0;  // progress in units of the kind's choice; total 0: unknown
  std::string phase;
  std::string result;                      // JSON, when done
  std::string error_code, error_sentence;  // of the last failed attempt
  std::optional<Instant> started_at, finished_at;
  Instant changed_at;
  bool ended() const { return finished_at.has_value(); }
};

class Service;

class JobContext {
 public:
  const std::string& job_id() const { return id_; }
  const std::string& arguments() const { return arguments_; }
  const std::string& resume_from() const { return checkpoint_; }  // the last checkpoint; empty at the first start
  std::int64_t attempt() const { return attempt_; }
  // Cheap: written to the database at most every Options::progress_every.
  void progress(std::int64_t done, std::int64_t total, std::string_view phase);
  // Whether to stop: cancelled by a person, the service is stopping, or the lease was lost. Asks the database at most
  // every Options::progress_every. Return interrupted() then.
  bool cancelled();
  // Kept at once. Work before it won't be repeated.
  Result<void> checkpoint(std::string_view cursor);
  // What a function returns when cancelled() said so; the service sets the right state.
  static Error interrupted() { return refused("job_interrupted", "The work was stopped before its end."); }

 private:
  friend class Service;
  JobContext(Service& service, std::string id, std::string arguments, std::string checkpoint, std::int64_t attempt)
      : service_(service),
        id_(std::move(id)),
        arguments_(std::move(arguments)),
        checkpoint_(std::move(checkpoint)),
        attempt_(attempt) {}
  enum class Stop { no, cancelled, stopping, lost };
  // Writes progress and asks whether to go on; at most every progress_every unless at_once.
  void beat(bool at_once);

  Service& service_;
  std::string id_, arguments_, checkpoint_;
  std::int64_t attempt_;
  std::int64_t done_ = 0, total_ = 0;
  std::string phase_;
  Instant last_beat_{};
  Stop stop_ = Stop::no;
};

// Returns JSON (the result, "" for none). Errors with Failure::unavailable are tried again, up to attempts_max, with a
// growing delay; all others fail the job at once. Must not throw; what it throws fails the job.
using Function = std::function<Result<std::string>(JobContext&)>;

struct Options {
  int workers = 2;
  Duration poll_every = std::chrono::milliseconds(500);
  Duration lease = std::chrono::seconds(60);
  Duration progress_every = std::chrono::seconds(1);
  Duration retry_first = std::chrono::seconds(10);  // doubled with each attempt, at most an hour
  std::int64_t queue_max = 10'000;                  // jobs that wait; more are refused
  std::int64_t attempts_max = 5;
};

class Service {
 public:
  Service(store::Database& database, const Clock& clock, Random& random, Options options = {});
  ~Service();  // stops

  // Before start(). A kind that this process doesn't know stays queued for one that does.
  void add_kind(std::string kind, Function function);
  // Runs `kind` every so often, first at `first`; a schedule that exists keeps its next time.
  Result<void> schedule(const std::string& kind, Duration every, Instant first, const std::string& arguments = "{}");

  // Errors: job_kind_unknown, job_arguments (not a JSON object, or over 64 KiB), job_queue_full.
  Result<std::string> enqueue(const std::string& actor, const std::string& kind, const std::string& arguments = "{}",
                              std::optional<Instant> run_at = {});
  // Within the caller's transaction, so that a job exists exactly if its record does.
  Result<std::string> enqueue(store::Transaction& tx, const std::string& actor, const std::string& kind,
                              const std::string& arguments = "{}", std::optional<Instant> run_at = {});
  Result<Job> get(const std::string& id) const;
  // Newest first; after: the last id seen, or empty. kind, state: empty means any. of_people: without what the program
  // does by itself.
  Result<std::vector<Job>> list(const std::string& kind, const std::string& state, const std::string& after, int limit,
                                bool of_people = false) const;
  // A queued job ends at once; a running one at its next look. Errors: job_not_found, job_ended.
  Result<void> cancel(const std::string& id);

  void start();  // worker threads
  void stop();   // asks running jobs to stop, gives their leases back, joins
  // Takes and runs due jobs on this thread until none is left: for commands and tests. Returns how many ran.
  Result<int> run_due(int max = 1'000'000);

 private:
  friend class JobContext;
  struct Taken {
    std::string id, kind, arguments, checkpoint;
    std::int64_t attempt = 0;
  };
  Result<std::optional<Taken>> take();
  void run(const Taken& taken);
  void finish(const Taken& taken, const Result<std::string>& outcome, const JobContext& context,
              std::int64_t attempts_max);
  Result<void> enqueue_due_schedules();
  Result<bool> anything_due();
  // On a thread of its own while jobs run, so that a quiet job keeps its lease.
  void keep_leases(const std::atomic<bool>& stop);
  void work();

  store::Database& database_;
  const Clock& clock_;
  Random& random_;
  Options options_;
  std::string owner_;  // names this process's leases
  std::map<std::string, Function> kinds_;
  std::vector<std::thread> threads_;
  std::thread keeper_;
  std::mutex mutex_;
  std::condition_variable wake_, stopped_;
  std::atomic<bool> stopping_{false};
};

}  // namespace muster::jobs

// Censuses on record: run one, read its differences, tell the providers.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <census/reconcile.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::notices {
class Service;
}
namespace muster::policy {
class Policy;
}

namespace muster::census {

inline constexpr events::Kind kCompleted{"census.completed", 1,
                                         "A census compared what was observed with the register."};
inline constexpr events::Kind kNoticesSent{"census.notices_sent", 1,
                                           "Providers were told of unfiled sites found with them."};

struct Run {
  std::int64_t number = 0;  // 1, 2, 3 …
  std::string id;
  std::string state;        // running, storing, done, failed, cancelled
  std::string source_name;  // a file's name, for people
  std::string source_file;  // in the inbox, while the run is to come
  std::string job_id;
  std::string format;
  int k = 0;
  std::string actor;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t lines = 0, names = 0, bad_lines = 0, not_sites = 0, below_k = 0;
  std::int64_t left_out = 0;  // observations whose site found no room (IntakeReport::over_sites_max)
  std::array<std::int64_t, kStandings> sites{};
  std::int64_t found_new = 0;            // differences that the previous run did not have
  std::int64_t found_gone = 0;           // those of the previous run that are no more
  std::string differences_sha256;        // over "name\tstanding\trule\n" in order of name: what the ledger vouches for
  std::optional<std::int64_t> previous;  // number of the run that it was compared with
  std::string error_code, error_sentence;
};

struct Finding {
  std::string run_id;
  std::string name;
  Standing standing = Standing::unfiled;
  Rule rule = Rule::no_filing;
  std::string provider;               // as observed
  std::string provider_id;            // the party, when known
  std::string first_seen, last_seen;  // days, carried over from run to run while it stands
  bool is_new = false;
  bool noticed = false;
};

struct FindingQuery {
  std::string run_id = {};               // "": the newest finished run
  std::vector<Standing> standings = {};  // none: all
  std::string prefix = {};               // of the name; with a dot in front: its end (that one reads the whole run)
  std::string delta = {};                // "", "new", "gone"
  std::string after = {};                // name of the last row seen
  int limit = 50;                        // 1..500
};

struct RunOptions {
  Format format = Format::automatic;
  int k = kDistinctClientsDefault;  // may be raised, never lowered below the policy's
  std::string source_name = {};
  std::string source_file = {};  // in the inbox; for begin()
  std::string origin = {};       // of a zone file's relative names
  std::string run_id = {};       // of a run made by begin(); "" makes one
};

struct NoticeReport {
  std::int64_t providers = 0;     // that got a notice
  std::int64_t names = 0;         // that were named in them
  std::int64_t left_out = 0;      // not unfiled in that run, or noticed already
  std::int64_t unattributed = 0;  // unfiled names whose provider nobody knows
};

struct Config {
  std::string folder;  // for the compiled register and the inbox; made when missing
  int k_min = kDistinctClientsDefault;
  unsigned threads = 2;
  const policy::Policy* policy = nullptr;  // for the cure period; the standard one when missing
};

// Thread-safe; one census runs at a time, a second one gets census_busy.
class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, notices::Service* notices, Config config);
  ~Service();

  // Notes a run and returns its id, so that a job can carry it out later. Error: census_k_below_policy.
  Result<std::string> begin(const std::string& actor, const RunOptions& options);
  // The same with its job, in the caller's transaction, so that one exists exactly if the other does.
  Result<std::string> begin(store::Transaction& tx, const std::string& actor, const RunOptions& options);
  void set_job(store::Transaction& tx, const std::string& run_id, const std::string& job_id);
  // Takes in what a person sent. A list waits in the inbox, so that its run can be taken up after a crash; a query log
  // holds clients' addresses and therefore waits in memory alone: when the process ends, its run fails. Returns the
  // source_file for begin(). Errors: those of judging the format; census_uploads_full, disk_full.
  Result<std::string> take_in(std::string text, Format format);
  struct Completed {
    Run run;
    IntakeReport intake;
  };
  // Reads, reconciles, stores in pieces, and makes the run visible at its end. A run that begin() noted may be carried
  // out again after a crash: what it had stored is thrown away first. When it does not come to its end it is marked
  // failed or cancelled. Errors: those of reconcile(); census_busy, census_k_below_policy, run_unknown, run_ended.
  Result<Completed> run(Source& source, const std::string& actor, const RunOptions& options,
                        Progress* progress = nullptr);
  // The same with what a continuous census has seen; options.k is the one that it was seen with.
  Result<Completed> run(const Seen& seen, const std::string& actor, const RunOptions& options,
                        Progress* progress = nullptr);
  // Of a run whose source waits; it is removed at the end. Error besides: run_without_source.
  Result<Completed> run_noted(const std::string& run_id, Progress* progress = nullptr);
  // Computes the same without storing anything.
  Result<Outcome> preview(Source& source, const RunOptions& options, Progress* progress = nullptr);

  Result<Run> get(const std::string& run_id) const;                             // run_unknown
  Result<std::vector<Run>> list(const std::string& after_id, int limit) const;  // newest first
  Result<std::vector<Finding>> findings(const FindingQuery& query) const;       // ordered by name
  // Streams a run's findings in order of name until `visit` returns false.
  Result<void> each_finding(const std::string& run_id, const std::function<bool(const Finding&)>& visit) const;
  // What the newest finished run says of a name (as registrable site), if it is a difference.
  Result<std::optional<Finding>> standing_of(const std::string& name) const;

  // One notice (in the app and by mail) to each known provider with its unfiled names of that run, or with those of
  // `names`; a name is not noticed twice while it stays unfiled. Providers are told in a transaction each.
  Result<NoticeReport> notify_providers(const std::string& run_id, const std::string& actor,
                                        const std::vector<std::string>& names = {});

  // The compiled register, brought up to date.
  Result<std::shared_ptr<const Register>> current_register(bool with_access);
  const std::string& inbox() const { return inbox_; }

  struct Inside;  // of the room's own files

 private:
  using Compute = std::function<Result<Outcome>(const RunOptions& noted)>;
  Result<Completed> carry_out(const std::string& actor, const RunOptions& options, Progress* progress,
                              const Compute& compute);
  Error fail(const Run& run, Error error);  // marks a run that can't be carried out
  std::unique_ptr<Inside> inside_;
  std::string inbox_;
};

}  // namespace muster::census

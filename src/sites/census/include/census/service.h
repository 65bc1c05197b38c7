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
  std::string format;
  int k = 0;
  std::string actor;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t lines = 0, names = 0, bad_lines = 0, not_sites = 0, below_k = 0;
  std::array<std::int64_t, kStandings> sites{};
  std::int64_t found_new = 0;      // differences that the previous run did not have
  std::int64_t found_gone = 0;     // those of the previous run that are no more
  std::string differences_sha256;  // over "name\tstanding\trule\n" in order of name: what the ledger vouches for
  std::string previous_id;
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
  std::string run_id;  // "": the newest finished run
  std::optional<Standing> standing;
  std::string prefix;  // of the name; U-labels are understood
  std::string delta;   // "", "new", "gone"
  std::string after;   // name of the last row seen
  int limit = 50;      // 1..500
};

struct RunOptions {
  Format format = Format::automatic;
  int k = kDistinctClientsDefault;  // may be raised, never lowered below the policy's
  std::string source_name;
  std::string run_id;  // of a run made by begin(); "" makes one
};

struct NoticeReport {
  std::int64_t providers = 0;     // that got a notice
  std::int64_t names = 0;         // that were named in them
  std::int64_t unattributed = 0;  // unfiled names whose provider nobody knows
};

struct Config {
  std::string folder;  // for the compiled register and the inbox; made when missing
  int k_min = kDistinctClientsDefault;
  unsigned threads = 2;
};

// Thread-safe; one census runs at a time, a second one gets census_busy.
class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, notices::Service* notices, Config config);
  ~Service();

  // Notes a run and returns its id, so that a job can carry it out later.
  Result<std::string> begin(const std::string& actor, const RunOptions& options);
  // Reads, reconciles, stores. What was noted is marked failed or cancelled when it does not come to its end.
  // Errors: those of reconcile(); census_busy, census_k_below_policy, run_not_found.
  struct Completed {
    Run run;
    IntakeReport intake;
  };
  Result<Completed> run(Source& source, const std::string& actor, const RunOptions& options,
                        Progress* progress = nullptr);
  // The same without storing anything: what the command line does with --dry-run.
  Result<Outcome> preview(Source& source, const RunOptions& options, Progress* progress = nullptr);

  Result<Run> get(const std::string& run_id) const;                             // run_not_found
  Result<std::vector<Run>> list(const std::string& after_id, int limit) const;  // newest first
  Result<std::vector<Finding>> findings(const FindingQuery& query) const;       // ordered by name
  // Streams a run's findings in order of name until `visit` returns false.
  Result<void> each_finding(const std::string& run_id, const std::function<bool(const Finding&)>& visit) const;
  // What the newest finished run says of a name (as registrable site), if it is a difference.
  Result<std::optional<Finding>> standing_of(const std::string& name) const;

  // One notice (in the app and by mail) to each known provider with its unfiled names of that run; once a run and
  // provider.
  Result<NoticeReport> notify_providers(const std::string& run_id, const std::string& actor);

  // The compiled register, brought up to date.
  Result<std::shared_ptr<const Register>> current_register(bool with_access);
  const std::string& inbox() const { return inbox_; }

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
  std::string inbox_;
};

}  // namespace muster::census

// Censuses on record: run one, read its differences, tell the providers.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <census/delta.h>
#include <census/finding.h>
#include <census/notice.h>
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

struct RunOptions {
  Format format = Format::automatic;
  int k = kDistinctClientsDefault;  // may be raised, never lowered below the policy's
  std::string source_name = {};
  std::string source_file = {};  // in the inbox; for begin()
  std::string origin = {};       // of a zone file's relative names
  std::string run_id = {};       // of a run made by begin(); "" makes one
};

// Where an address is, as far as anybody knows.
struct Origin {
  std::string country;       // ISO 3166 alpha-2, or ""
  std::int64_t network = 0;  // autonomous system, or 0
};

struct Config {
  std::string folder;  // for the compiled register and the inbox; made when missing
  int k_min = kDistinctClientsDefault;
  unsigned threads = 2;
  const policy::Policy* policy = nullptr;  // for the cure period; the standard one when missing
  // Asked for each address of a difference when its run is stored; none: no such data is installed.
  std::function<Origin(const ServerAddress&)> origin = {};
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
  // How many differences of a run stand in which country, by code; those whose country is known.
  Result<std::vector<std::pair<std::string, std::int64_t>>> countries(const std::string& run_id) const;
  // What the newest finished run says of a name (as registrable site), if it is a difference.
  Result<std::optional<Finding>> standing_of(const std::string& name) const;

  // What notices of that run ("": the newest finished one) there are to send, by provider in order of id. Findings of
  // the standings that provider can do something about (needs_notice) and whose provider is a party.
  Result<std::vector<ProviderNotices>> notices_due(const std::string& run_id, const std::string& after_provider,
                                                   int limit) const;
  Result<std::int64_t> unattributed(const std::string& run_id) const;
  // One letter (in the app and by mail) to each provider with what it is to be told; the list goes with it. A site is
  // never named twice to one provider for the same standing within its cure term. Each letter is one transaction.
  // `on_progress` hears the report after each letter; false stops. Errors: run_unknown, run_not_done, notice_names.
  Result<NoticeReport> notify_providers(const std::string& run_id, const std::string& actor,
                                        const NoticeScope& scope = {},
                                        const std::function<bool(const NoticeReport&)>& on_progress = {});
  // The sites of a letter in order of name. Empty for a letter that is none of the census.
  Result<std::vector<NoticedSite>> sites_of_notice(const std::string& notice_id, const std::string& after,
                                                   int limit) const;
  // The list as it goes with its letter: CSV with a header; nothing for a letter that is none of the census.
  Result<std::optional<std::string>> list_of_notice(const std::string& notice_id) const;

  // What changed from the run `since` ("": the one before) to the run `query.run_id`, in order of name.
  Result<DeltaPage> delta(const DeltaQuery& query) const;

  // The compiled register, brought up to date.
  Result<std::shared_ptr<const Register>> current_register(bool with_access);
  const std::string& inbox() const { return inbox_; }

  struct Inside;  // of the room's own files

 private:
  using Compute = std::function<Result<Outcome>(const RunOptions& noted)>;
  Result<Completed> carry_out(const std::string& actor, const RunOptions& options, Progress* progress,
                              const Compute& compute);
  Error fail(const Run& run, Error error);  // marks a run that can't be carried out
  Result<std::int64_t> send_letter(const Run& run, const std::string& actor, const std::string& provider_id,
                                   const NoticeScope& scope);  // how many sites it names; 0: there was nothing to tell
  Result<void> send_letters(const Run& run, const std::string& actor, const std::vector<std::string>& providers,
                            const NoticeScope& scope, const std::function<bool(const NoticeReport&)>& on_progress,
                            NoticeReport& report);
  std::unique_ptr<Inside> inside_;
  std::string inbox_;
};

}  // namespace muster::census

// What the service's files share.
#pragma once

#include "score_visit.h"
#include "vantage_notes.h"
#include <content/scorer.h>
#include <policy/policy.h>
#include <schedule/service.h>
#include <testing/history.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <bundles/bundles.h>
#include <likeness/likeness.h>

namespace muster::testing {

// What counts, and what runs beside it.
struct ScoredWith {
  std::shared_ptr<const content::Scorer> scorer;
  bundles::Service::Lexicons in_shadow;
  bundles::Service::ShadowLists lists_in_shadow;
  std::vector<bundles::BundleRow> lists;  // of hashes, in force
  Instant at;                             // when it was looked up
};

// Where tests come from, and who stores what was visited and looked at.
struct Round {
  std::function<std::optional<Ordered>()> next;  // nothing: none now
  std::function<Result<void>(LookedPage&&, const ScoredWith&, const FetchOptions&)> looked;
  std::function<bool()> stop;
  bool vantages = false;   // from all of them
  bool asked_for = false;  // by a person: a browser is for the asking
};

using Clues = std::vector<std::pair<std::string, double>>;  // ground, score

struct Service::Inside {
  Inside(store::Database& d, const ledger::Recorder& r, bundles::Service& b, jobs::Service* j, std::string f,
         FetchOptions o, const schedule::Service* s)
      : database(d),
        recorder(r),
        bundles(b),
        jobs(j),
        folder(std::move(f)),
        fetch(std::move(o)),
        manners(std::make_shared<Manners>(fetch.manners)) {
    if (!s) own_schedule = std::make_unique<schedule::Service>(d, r, policy::Policy::standard());
    schedule = s ? s : own_schedule.get();
  }

  store::Database& database;
  const ledger::Recorder& recorder;
  bundles::Service& bundles;
  jobs::Service* jobs;
  std::string folder;
  std::unique_ptr<schedule::Service> own_schedule;
  const schedule::Service* schedule = nullptr;
  std::mutex mutex;  // of fetch
  FetchOptions fetch;
  const std::shared_ptr<Manners> manners;  // of all visits of this process
  double clue_from = content::kClueScore;
  std::optional<PictureEyes> eyes;
  std::optional<BrowserEyes> browser;
  Duration revisits_within = std::chrono::days(30);
  std::vector<Vantage> vantages = standard_vantages();
  const likeness::Service* likeness = nullptr;

  FetchOptions fetch_options() {
    std::lock_guard lock(mutex);
    return fetch;
  }
  Instant now() const { return recorder.clock().now(); }

  // Visits and looks at what `next` gives until it gives nothing and all of it was stored, or until an error.
  Result<void> visit_all(const Round& round);
  Result<ScoredWith> scored_with();
  // `each` is called after a run is stored.
  Result<void> test(const std::vector<Ordered>& order, const std::string& requested_by,
                    const std::function<void(TestRun&&)>& each, const std::function<bool()>& stop,
                    const TestMode& mode);
  // vantage_service.cc: several pages at once; `done` comes on the calling thread.
  void visit_from_vantages(std::span<const Ordered> order, const std::function<void(VantageVisits&&)>& done,
                           const std::function<bool()>& stop);
  Result<TestRun> store(LookedPage&& page, const std::string& requested_by, const ScoredWith& with,
                        const FetchOptions& options, bool shared = false);

  // likeness_visit.cc: the page's fingerprint, and what it resembles; nothing where nothing is kept of them.
  struct Likened {
    likeness::Print print;
    std::vector<likeness::Found> found;
  };
  Result<std::optional<Likened>> liken(const LookedPage& page, const Scored& scored);
  // Grounds of clues with their scores, with those of resembled cases; says so in the run where nothing else is said.
  static Clues with_resemblances(TestRun& run, Clues clues, const std::optional<Likened>& likened);
  void keep_likeness(store::Transaction& tx, const TestRun& run, const std::string& host, const Likened& likened,
                     const Clues& clues, const std::vector<std::string>& suspicions);
  IconWanted icon_wanted() const;

  // payload_store.cc: of the visit's URLs, the payloads that earlier evidence holds and that may be referred to.
  Result<std::map<std::string, KnownPayload>> known_payloads(const Visit& visit);
  Result<std::string> evidence(const std::string& run_id);
  ReferredEvidence referred();

  // history.cc: what was tested before, for bundles that are to count.
  Result<void> each_past(const std::string& cursor, const std::function<bool(bundles::PastPage&&)>& visit);

  // suspicion_service.cc
  // The open suspicion of (name, ground), or the id that a new one will have: the run is written first and names it.
  std::string suspicion_id(store::Transaction& tx, const std::string& name, const std::string& ground);
  void found(store::Transaction& tx, const TestRun& run, const std::string& id, const std::string& name,
             const std::string& ground, double score);
  void tested_clean(store::Transaction& tx, const TestRun& run, const std::string& name);
  Result<std::string> run_job(const std::string& arguments, const std::string& resume_from,
                              const std::function<void(std::int64_t, std::int64_t)>& progress,
                              const std::function<Result<void>(std::string)>& checkpoint,
                              const std::function<bool()>& stop);
};

}  // namespace muster::testing

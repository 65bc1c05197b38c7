// What the service's files share.
#pragma once

#include "picture_round.h"
#include "vantage_notes.h"
#include <content/scorer.h>
#include <policy/policy.h>
#include <schedule/service.h>
#include <testing/testing.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <bundles/bundles.h>

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
  bool vantages = false;  // from all of them
};

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
  std::vector<Vantage> vantages = standard_vantages();

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

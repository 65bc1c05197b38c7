// What the service's files share.
#pragma once

#include "bundle_store.h"
#include <content/scorer.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <bundles/bundles.h>

namespace muster::bundles {

struct Service::Inside {
  Inside(store::Database& d, const ledger::Recorder& r, const policy::Policy& p, jobs::Service* j, std::string f)
      : database(d), recorder(r), policy(p), jobs(j), folder(std::move(f)) {}

  store::Database& database;
  const ledger::Recorder& recorder;
  const policy::Policy& policy;
  jobs::Service* jobs;
  std::string folder;
  struct Kind {
    Inspect inspect;
    Follow follow;
  };
  std::map<content::BundleKind, Kind> kinds;
  History history;
  std::mutex mutex;                                                       // of loaded, models and lists
  std::map<std::string, std::shared_ptr<const content::Lexicon>> loaded;  // by sha256
  std::map<std::string, std::shared_ptr<const content::TextModel>> models;
  std::map<std::string, std::shared_ptr<const ShadowList>> lists;

  Instant now() const { return recorder.clock().now(); }
  std::string path_of(const std::string& sha256) const { return folder + "/" + sha256 + ".bundle"; }

  Result<content::SignedBundle> read(const std::string& sha256);  // shelf.cc
  Result<std::shared_ptr<const content::Lexicon>> compiled(const std::string& sha256);
  Result<Lexicons> compiled(const std::vector<BundleRow>& rows);
  Result<std::shared_ptr<const content::TextModel>> model(const std::string& sha256);
  Result<std::shared_ptr<const ShadowList>> list(const std::string& sha256);  // hash_lists.cc
  Result<std::shared_ptr<const content::Scorer>> scorer_of(const std::vector<BundleRow>& bundles);

  // One step by the table, in tx; the event goes to the ledger. bundle_service.cc
  Result<void> step(store::Transaction& tx, BundleRow& bundle, BundleEvent event, const content::SignedBundle* file,
                    const std::string& person, const std::string& reason);
  Result<void> follow(store::Transaction& tx, const BundleRow& bundle, BundleEvent event,
                      const content::SignedBundle* file, const std::string& person, const std::string& reason);
  Result<void> retire(store::Transaction& tx, BundleRow& bundle, const std::string& person, const std::string& reason);

  // rerun_service.cc
  Result<Rerun> begin_rerun(store::Transaction& tx, const std::string& sha256, const std::string& person,
                            std::int64_t pages_max, bool queued);
  // Until the history's end, pages_max or `stop`; resumes where it was.
  Result<Rerun> run_over(const std::string& rerun_id, const std::function<void(const Rerun&)>& progress,
                         const std::function<bool()>& stop);
};

}  // namespace muster::bundles

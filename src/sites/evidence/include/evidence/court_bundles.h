// Bundles for a court that people ask for on a case's page: made by a job, kept as a file for some days, each download
// in the custody log of every test in it. What is in one: service.h. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <jobs/jobs.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <evidence/service.h>

namespace muster::evidence {

// record_kind "test", one for each test in it. Body: {"bundle_sha256":"…"}
inline constexpr events::Kind kBundleRead{"test.bundle_read", 1, "A bundle with the evidence of a test was read."};
inline constexpr const char* kCourtBundleJob = "court_bundle";
inline constexpr Duration kCourtBundleKept = std::chrono::days(7);

struct KeptBundle {
  std::string id, case_id, purpose, reference, asked_by, job_id, sha256;
  Instant asked_at;
  std::optional<Instant> made_at, removed_at;
  std::int64_t bytes = 0, tests = 0;
};
struct AskedBundle {
  std::string case_id;    // of an existing case
  std::string case_name;  // what people call it: its number
  std::string purpose, reference;
};

// What a bundle of a case is of: whatever belongs to it, but for what may show a minor. At most one more than fits.
std::vector<std::string> bundle_tests(store::Transaction& tx, const std::string& case_id);

class CourtBundles {
 public:
  // Files go to `<folder>/<id>.zip`.
  CourtBundles(store::Database& database, const ledger::Recorder& recorder, Service& evidence, jobs::Service& jobs,
               std::string folder)
      : database_(database), recorder_(recorder), evidence_(evidence), jobs_(jobs), folder_(std::move(folder)) {}

  // Of the tests that belong to the case and nobody sealed. Errors: purpose_required, reference_form, bundle_empty,
  // bundle_tests, those of jobs.
  Result<KeptBundle> ask(const AskedBundle& asked, const std::string& person) const;
  // Newest first.
  Result<std::vector<KeptBundle>> of_case(const std::string& case_id, const std::string& after, int limit) const;
  Result<KeptBundle> find(const std::string& id) const;  // errors: bundle_unknown
  // The ZIP, held against its hash, and that it was read by whom. Errors: bundle_unknown, bundle_not_made,
  // bundle_removed, bundle_changed.
  Result<std::string> read(const std::string& id, const std::string& person) const;
  // Removes files whose days are over. Returns how many.
  Result<int> sweep() const;

  // The job kCourtBundleJob.
  Result<std::string> run(jobs::JobContext& context) const;

 private:
  std::string path_of(const std::string& id) const { return folder_ + "/" + id + ".zip"; }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  Service& evidence_;
  jobs::Service& jobs_;
  const std::string folder_;
};

}  // namespace muster::evidence

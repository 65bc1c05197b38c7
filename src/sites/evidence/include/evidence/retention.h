// How long evidence is kept, and its end. A test's evidence is one file and goes as a whole, when its term is over and
// nothing keeps it: no hold, no case (for its own term after its close), no open suspicion, finding or review, no
// other evidence that refers to it, and no seal. The schema has the same list (evidence_keeper) and refuses the rest.
// What stays is a tombstone, the digest in the ledger, and what an index said. docs/decisions/0046. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>
#include <testing/tombstone.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::jobs {
class Service;
}

namespace muster::evidence {

// record_kind "test". Body: {"sha256":"…","rule":"…","term":"…","policy_sha256":"…"}
inline constexpr events::Kind kEvidenceDestroyed{"test.evidence_destroyed", 1,
                                                 "The evidence of a test was destroyed at the end of its term."};
inline constexpr const char* kRetentionJob = "evidence_retention";
inline constexpr const char* kEvidenceRule = "testing.evidence_retention";
inline constexpr const char* kCaseRule = "documents.case_retention";
inline constexpr Duration kLookAgain = std::chrono::days(7);  // what something keeps is looked at again so late

struct Keeper {
  std::string kind;                // case, suspicion, sealed, reference, golden, review, finding, hold
  std::string ref;                 // the record's id
  std::string label;               // what people call it: a case's number, a name, a hold's reference; may be empty
  bool stands = false;             // keeps it now; false: a closed case, which keeps it for its own term
  Instant since;                   // of a closed case: since when it is closed
  std::optional<Instant> ends_at;  // of a hold: its own end
};

struct RetentionTerms {
  Duration evidence{}, cases{};  // testing.evidence_retention, documents.case_retention
  Duration referred{};           // testing.evidence_revisits: for so long others may still come to refer to it
};
RetentionTerms retention_terms(const policy::Policy& policy);

struct Fate {
  std::optional<Instant> ends_at;  // destroyed then, at the earliest; nothing: something keeps it that has no end
  std::string rule;                // under which
  bool over = false;               // now
};
// Pure.
Fate fate_of(Instant finished_at, std::span<const Keeper> keepers, const RetentionTerms& terms, Instant now);

struct TestFate {
  std::string run_id, url;
  Instant finished_at;
  Fate fate;  // of what is there
  std::vector<Keeper> keepers;
  std::optional<testing::Tombstone> destroyed;
};

struct Swept {
  std::int64_t destroyed = 0, kept = 0;  // kept: past the term, and something keeps it
  bool stopped = false;
};
struct SweepOptions {
  std::function<void(std::int64_t done, std::int64_t total)> progress = {};
  std::function<bool()> stop = {};
  std::function<void(const char* step)> after = {};  // marked, removed, recorded, indexed: for tests that stop there
  int at_once = 100;
};

// What an index said of evidence that is gone.
struct GoneAnswer {
  std::string timestamp, url;
  testing::Tombstone tombstone;
};

class Retention {
 public:
  // `folder` is the instance's evidence folder.
  Retention(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
            std::string folder)
      : database_(database), recorder_(recorder), policy_(policy), folder_(std::move(folder)) {}

  // Destroys what is over. First it ends what an earlier one began; it can stop, or be killed, after any step, and the
  // next one goes on. Errors: file_write (a file can't be removed; tried again by the next), those of Index.
  Result<Swept> sweep(const std::string& actor, const SweepOptions& options = {}) const;

  Result<TestFate> fate(const std::string& run_id) const;  // errors: test_not_found
  // Of whatever belongs to a case, at most `limit`.
  Result<std::vector<TestFate>> of_case(const std::string& case_id, int limit) const;
  // Of destroyed evidence of an address, the answer nearest to a time (digits, as of Index::nearest).
  Result<std::optional<GoneAnswer>> nearest_gone(std::string_view url, std::string_view timestamp) const;
  // Whether a file of an index was destroyed; by its name.
  Result<std::optional<testing::Tombstone>> destroyed_file(const std::string& name) const;

 private:
  Result<std::int64_t> destroy_some(const std::string& actor, const SweepOptions& options, Swept& out) const;
  Result<void> remove_files(const SweepOptions& options) const;
  Result<void> tell_indexes(const SweepOptions& options) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const std::string folder_;
};

// The job kRetentionJob, once a day.
Result<void> add_retention_job(jobs::Service& jobs, const Retention& retention, Instant first);

}  // namespace muster::evidence

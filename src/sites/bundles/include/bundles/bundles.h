// The bundles of an instance: who may publish, what was loaded, what runs beside, what counts, and how it did. A bundle
// is enabled by two different persons, and its hash goes to the ledger. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <content/bundle.h>
#include <content/page.h>
#include <events/event.h>
#include <hashes/index.h>
#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <bundles/bundle_rules.h>

namespace muster::jobs {
class Service;
}
namespace muster::hashes {
class Service;
}
namespace muster::content {
class Lexicon;
class Scorer;
struct Score;
}  // namespace muster::content

namespace muster::bundles {

inline constexpr events::Kind kPublisherProposed{"publisher.proposed", 1, "A publisher of bundles was proposed."};
inline constexpr events::Kind kPublisherEnrolled{"publisher.enrolled", 1,
                                                 "A publisher of bundles was enrolled by a second person."};
inline constexpr events::Kind kPublisherWithdrawn{"publisher.withdrawn", 1, "A publisher of bundles was withdrawn."};
inline constexpr events::Kind kBundleLoaded{"bundle.loaded", 1, "A bundle was loaded."};
inline constexpr events::Kind kBundleRefused{"bundle.refused", 1, "A bundle was refused at load."};
inline constexpr events::Kind kBundleMoved{"bundle.moved", 1, "A bundle moved on."};
inline constexpr events::Kind kBundleEnabled{"bundle.enabled", 1, "A bundle was enabled by a second person."};
inline constexpr events::Kind kBundleRetired{"bundle.retired", 1, "A bundle was retired."};
inline constexpr events::Kind kRerunAsked{"bundle.rerun_asked", 1, "A bundle was sent over what was tested before."};
inline constexpr events::Kind kRerunFinished{"bundle.rerun_finished", 1, "A bundle ran over what was tested before."};

inline constexpr const char* kRerunJob = "bundle_rerun";
inline constexpr std::int64_t kRerunPagesMax = 1'000'000;

struct Publisher {
  std::string public_key, publisher, state;  // proposed, enrolled, withdrawn
  std::string proposed_by, confirmed_by, withdrawn_by;
  Instant proposed_at;
  std::optional<Instant> confirmed_at, withdrawn_at;
  std::int64_t row_version = 0;
};

struct BundleRow {
  std::string sha256, publisher, public_key, name, version, ground, licence, source;
  content::BundleKind kind = content::BundleKind::lexicon;
  std::int64_t items = 0, bytes = 0;
  std::string inspection;  // JSON
  std::string state;
  std::string loaded_by, proposed_by, enabled_by, retired_by, retired_reason;
  Instant loaded_at;
  std::optional<Instant> proposed_at, shadow_at, enabled_at, retired_at;
  std::int64_t row_version = 0;
};

struct Rerun {
  std::string id, sha256, job_id, asked_by;
  Instant asked_at;
  std::int64_t pages_max = 0, pages = 0, skipped = 0, clues_before = 0, clues_after = 0, gained = 0, lost = 0;
  std::string cursor;
  std::optional<Instant> finished_at;
};
struct RerunChange {
  std::string run_id, top_reason;
  double before = 0, after = 0;
};

// How a bundle scored on one day.
struct DayCount {
  std::string day;
  std::int64_t pages = 0, hits = 0, clues = 0;
  std::int64_t tenths[10] = {};
};

struct BundleFilter {
  std::string kind = {}, state = {};
  std::string after = {};  // key_of the last one seen; newest first
  int limit = 50;
};
std::string key_of(const BundleRow& bundle);

// What the check of a kind said at load.
struct Inspection {
  std::string json;              // rates, hits: shown and kept
  std::optional<Error> refusal;  // why it can't be loaded
};
using Inspect = std::function<Result<Inspection>(const content::SignedBundle&)>;
// What a kind does elsewhere when a bundle takes a step: in the step's own transaction, and once that stands.
struct Follow {
  // `file` is there when it is proposed.
  std::function<Result<void>(store::Transaction& tx, const BundleRow& bundle, BundleEvent event,
                             const content::SignedBundle* file, const std::string& person, const std::string& reason)>
      step;
  std::function<Result<void>()> committed;
};

// A list of hashes in shadow: looked up beside those that count, and told nobody. Thread-safe.
class ShadowList {
 public:
  ShadowList(std::string sha256, std::string ground, std::string name, int distance_max, int quality_min,
             std::span<const hashes::Entry> entries);
  const std::string& sha256() const { return sha256_; }
  const std::string& ground() const { return ground_; }
  const std::string& name() const { return name_; }
  // Distance of the nearest hash; nothing: none is near enough, or the picture has too little in it.
  std::optional<int> nearest(std::span<const hashes::Pdq> turns, int quality) const;

 private:
  const std::string sha256_, ground_, name_;
  const int distance_max_, quality_min_;
  hashes::Index index_;
};

// What a page's bundles said, to be stored with it.
struct BundleScore {
  std::string bundle, ground;
  double score = 0;
  std::int64_t hits = 0;
  bool clue = false;
  std::int64_t method = 0;  // content::kScoringMethod at the time
};

// What was tested before, newest first, as the room of testing keeps it.
struct PastPage {
  std::string run_id;
  std::optional<content::Page> page;                     // none: the evidence is gone, or was no page
  double score = 0;                                      // as it was scored then
  std::vector<BundleScore> scores;                       // of each bundle, then; empty for runs from before bundles
  std::optional<std::vector<hashes::PdqHash>> pictures;  // none: pictures were not looked at then
};
// Visits runs whose id is before `cursor` (empty: from the newest) until `visit` returns false.
using History = std::function<Result<void>(const std::string& cursor, const std::function<bool(PastPage&&)>& visit)>;

class Service {
 public:
  // `folder` gets <sha256>.bundle. `jobs` may be null where nothing runs in the background.
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          jobs::Service* jobs, std::string folder);
  ~Service();
  // How another kind than lexicons is checked at load; a kind without a check can't be loaded. Before use.
  void add_kind(content::BundleKind kind, Inspect inspect, Follow follow = {});
  // Hash lists are checked against neutral pictures, and become lists of that room. Before use.
  void set_hashes(const hashes::Service& hashes);
  void set_history(History history);  // before use

  // --- publishers: one person proposes, another confirms. Errors: publisher_key, publisher_name, two_persons_needed,
  // publisher_unknown, publisher_state, stale.
  Result<Publisher> propose_publisher(const content::PublisherKey& key, const std::string& person);
  Result<Publisher> confirm_publisher(const std::string& public_key, const std::string& person);
  Result<Publisher> withdraw_publisher(const std::string& public_key, const std::string& person);
  Result<std::vector<Publisher>> publishers(const std::string& after, int limit);  // by key

  // --- bundles. Errors of load: those of content::open_signed and of the kind's check (bundle_hits_neutral with the
  // hits listed in Error::all), bundle_loaded_already, bundle_kind_unchecked.
  Result<BundleRow> load(std::string_view file, const std::string& person);
  // Errors: bundle_unknown, bundle_state, stale, two_persons_needed, bundle_not_rerun, reason_required (retire).
  // Enabling retires the version of the same publisher, kind and name that was in force.
  Result<BundleRow> apply(const std::string& sha256, BundleEvent event, const std::string& person,
                          const std::string& reason = {}, std::optional<std::int64_t> row_version = {});
  Result<BundleRow> get(const std::string& sha256);
  Result<std::vector<BundleRow>> list(const BundleFilter& filter);
  // All steps at once with both persons, over the whole history, on this thread: for first installations and tests.
  Result<BundleRow> bring_into_force(std::string_view file, const std::string& proposer, const std::string& enabler);

  // --- over the history. Errors: bundle_unknown, bundle_state (only a bundle in shadow), rerun_pages,
  // jobs_unavailable.
  Result<Rerun> rerun(const std::string& sha256, const std::string& person, std::int64_t pages_max);
  // Queues one that was stopped again; it goes on where it was. Errors: rerun_unknown, rerun_ended.
  Result<Rerun> resume_rerun(const std::string& id, const std::string& person);
  // On this thread, until the end or `stop`.
  Result<Rerun> rerun_now(const std::string& sha256, const std::string& person, std::int64_t pages_max,
                          const std::function<void(const Rerun&)>& progress, const std::function<bool()>& stop);
  Result<std::vector<Rerun>> reruns(const std::string& sha256);  // newest first, at most 50
  Result<Rerun> rerun_of(const std::string& id);
  Result<std::vector<RerunChange>> changes(const std::string& rerun_id, const std::string& after, int limit);

  // --- counts of the last `days` days, oldest first.
  Result<std::vector<DayCount>> counts(const std::string& sha256, int days);
  void count(store::Transaction& tx, const std::vector<BundleScore>& scores, Instant at);
  static void keep(store::Transaction& tx, const std::string& run_id, const std::vector<BundleScore>& scores);
  static std::vector<BundleScore> kept(store::Transaction& tx, const std::string& run_id);

  // --- what is scored with, compiled. Errors: bundle_changed (the file isn't the one on record), those of loading.
  using Lexicons = std::vector<std::shared_ptr<const content::Lexicon>>;
  using ShadowLists = std::vector<std::shared_ptr<const ShadowList>>;
  Result<ShadowLists> lists_in_shadow();
  Result<std::vector<BundleRow>> lists_in_force();
  Result<Lexicons> in_force();
  Result<Lexicons> in_shadow();
  Result<Lexicons> as_of(Instant at);
  Result<std::shared_ptr<const content::Lexicon>> lexicon(const std::string& sha256);
  // Lexicons, models and calibrations together: now, or as they were in force then.
  Result<std::shared_ptr<const content::Scorer>> scorer(std::optional<Instant> as_of = {});
  Result<std::shared_ptr<const ShadowList>> list_of(const std::string& sha256);
  // The file of a bundle of any kind, checked against its id and its publisher's key.
  Result<content::SignedBundle> file(const std::string& sha256);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The check of a list of hashes against neutral pictures, without an instance: for whoever writes one.
Result<Inspection> check_hash_list(const content::SignedBundle& file, double share_max);

// What a run stores of a score.
BundleScore of_score(const content::Score& score);

}  // namespace muster::bundles

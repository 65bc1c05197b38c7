// Tests of sites: visits that leave evidence, hits in context and, where the score says so, a suspicion for a person.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <content/calibration.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>
#include <testing/browser.h>
#include <testing/fetch.h>
#include <testing/pictures.h>
#include <testing/suspicion.h>
#include <testing/vantage.h>
#include <testing/work.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::jobs {
class Service;
}
namespace muster::queue {
class Queue;
}
namespace muster::schedule {
class Campaigns;
class Service;
}  // namespace muster::schedule
namespace muster::bundles {
class Service;
}
namespace muster::likeness {
class Service;
}

namespace muster::testing {

inline constexpr events::Kind kTestFinished{"test.finished", 1, "A site was tested."};
inline constexpr events::Kind kEvidenceSealed{"test.evidence_sealed", 1,
                                              "The evidence of a test was sealed by its hash."};
inline constexpr events::Kind kSuspicionRaised{"suspicion.raised", 1, "A suspicion was raised."};
inline constexpr events::Kind kSuspicionSeenAgain{"suspicion.seen_again", 1, "An open suspicion was found again."};
inline constexpr events::Kind kSuspicionMoved{"suspicion.moved", 1, "A suspicion moved on."};
inline constexpr events::Kind kSuspicionSealed{"suspicion.sealed", 1, "A suspicion was sealed; no list shows it."};

inline constexpr events::Kind kWorkRetried{"test.work_retried", 1,
                                           "A test that had been set aside was given to workers again."};
inline constexpr events::Kind kWorkDropped{"test.work_dropped", 1, "A test that had been set aside was given up."};

inline constexpr const char* kJobKind = "site_test";
inline constexpr std::size_t kUrlsMax = 10'000;  // of one call of test()
inline constexpr std::size_t kUrlsOfJobMax = 200;

struct TestHop {
  std::int64_t seq = 0;
  std::string kind, url, location, address, content_type, truncated, error;
  int status = 0;
  Instant started_at;
  std::int64_t took_ms = 0;
  std::int64_t body_bytes = 0;
  std::string body_sha256;
};

struct TestHit {
  std::int64_t seq = 0;
  std::string ground, bundle, term, language, before, match, after, sentence, damped, spelling;
  double weight = 0;
};

// A visit of a test that looked from several vantages.
struct TestVantage {
  std::int64_t seq = 0;
  std::string name, user_agent, accept_language, referrer, exit_name;
  Instant started_at;
  std::string final_url, error, title, language, excerpt;
  int status = 0;
  std::int64_t text_bytes = 0;
  bool shown = false;   // whose page the test scored
  double value = 0;     // how much this vantage differs from the first, 0 where it doesn't
  std::string reasons;  // JSON array of {"code", "between", "natural"}
};

struct TestRun {
  std::string id;
  std::string url, host, registrable, final_url;
  std::string requested_by;  // a person's id, or "system:<room>"
  Instant started_at, finished_at;
  int http_status = 0;
  std::int64_t hop_count = 0;
  std::string verdict;     // clue, clean, error
  std::string error;       // code
  std::string top_reason;  // one line for a table
  std::string ground;      // of the highest score, "" without one
  double score = 0;
  std::string robots;
  std::string evidence_path;  // below the evidence folder: 2026/03/<id>.warc.gz
  std::string evidence_sha256;
  std::string vantage;        // JSON
  std::string suspicion_id;   // raised or found again by this run
  std::vector<TestHop> hops;  // filled by run()
  std::vector<TestHit> hits;
  std::vector<TestPicture> pictures;
  std::vector<TestVantage> vantages;  // in the order of the visits; empty without
  std::optional<TestBrowser> browser;
  bool cloaked() const;  // whether one of them is called different
};

struct TestFilter {
  std::string host = {}, verdict = {};  // host: or a registrable domain
  std::string after = {};               // id of the last one seen; newest first
  int limit = 50;
};

struct SuspicionFilter {
  std::string state = {}, ground = {}, name = {};  // name: a host or a registrable domain
  std::string after = {};                          // key_of the last one seen; highest score first
  int limit = 50;
};
std::string key_of(const Suspicion& suspicion);

struct Due {
  std::string host;
  std::string reason;  // reported (and other events: address, holder, partner, growth), violated, new, routine
  Instant due_at;
};

struct TestMode {
  bool vantages = false;  // from all of them (vantage.h); takes several visits, a host's delay apart
};

struct Requested {
  std::string job_id;
  std::vector<std::string> test_ids;
};

// Thread-safe.
class Service {
 public:
  // `folder` gets evidence/YYYY/MM/. `jobs` may be null where nothing runs in the background. Tells `bundles` what was
  // tested before; both live as long as each other. Without a `schedule`, one by the standard policy, which knows
  // nothing of filings.
  Service(store::Database& database, const ledger::Recorder& recorder, bundles::Service& bundles, jobs::Service* jobs,
          std::string folder, FetchOptions fetch = {}, const schedule::Service* schedule = nullptr);
  ~Service();

  // Visits each URL and stores the outcome; `progress(done, of)` and `each(run)` come on the calling thread.
  // Errors: url_count, lexicon errors; a site's failure is an outcome (verdict "error"), not an error.
  Result<std::vector<TestRun>> test(const std::vector<std::string>& urls, const std::string& requested_by,
                                    const std::function<void(const TestRun&)>& each = {},
                                    const std::function<bool()>& stop = {}, const TestMode& mode = {});
  // The same as a job. The ids of the tests are known at once; a test exists when it has ended. At most 200 URLs.
  // Errors: as above, url_invalid, jobs_unavailable.
  Result<Requested> request(const std::vector<std::string>& urls, const std::string& requested_by,
                            const TestMode& mode = {});
  // From which probability on a page is a clue; before use. Policy: testing.open_case_percent.
  void set_clue_from(double probability);
  // For how long an answer may refer to the same payload in an earlier test's evidence instead of holding it; before
  // use. Policy: testing.evidence_revisits. Zero: never.
  void set_revisits_within(Duration within);
  // Visits look at pages' pictures from now on; before use. Without, none is fetched, and what may be one isn't kept.
  void set_eyes(PictureEyes eyes);
  // Fingerprints are kept from now on, and what resembles a closed case becomes a suspicion; before use.
  void set_likeness(const likeness::Service& likeness);
  // Pages that plain HTTP shows nothing of are rendered from now on; before use.
  void set_browser(BrowserEyes browser);
  // Instead of the standard ones; before use.
  void set_vantages(std::vector<Vantage> vantages);
  // Allows these hosts to be reached on loopback, for demonstrations and tests. Refused in production by the caller.
  void allow_farm(FarmSites farm);

  Result<std::vector<TestRun>> runs(const TestFilter& filter);
  Result<TestRun> run(const std::string& id);
  // The WARC file's bytes, checked against the hash of the run. Errors: not_found, evidence_missing, evidence_changed.
  Result<std::string> evidence(const std::string& run_id);
  // What the page said, out of its evidence, and out of the earlier evidence that this one refers to. Errors: those of
  // evidence() and page_of_evidence().
  Result<std::optional<content::Page>> page(const std::string& run_id);
  // The tests whose evidence holds payloads that this one's refers to; that of others which refer to this one.
  Result<std::vector<std::string>> refers_to(const std::string& run_id);
  Result<std::vector<std::string>> referred_by(const std::string& run_id, int limit);

  Result<std::vector<Suspicion>> suspicions(const SuspicionFilter& filter);
  Result<Suspicion> suspicion(const std::string& id);
  // Scores of suspicions that people closed in a month ("2026-03") and whether they referred them: at most a million.
  // Errors: month_form.
  Result<std::vector<content::Outcome>> outcomes(const std::string& month);
  // A clue from a person or a report, not yet tested. Found again when one is open for (name, ground).
  Result<Suspicion> raise(const std::string& name, const std::string& ground, const std::string& source,
                          const std::string& actor);
  // The same for the room of reports, in its own transaction. `name` is one that parse_name gave.
  Suspicion raise(store::Transaction& tx, const std::string& name, const std::string& ground, const std::string& source,
                  const std::string& actor);
  // May show a minor: dismissed where it is open, and in no list from then on. In the caller's transaction.
  Result<void> seal(store::Transaction& tx, const std::string& id, const std::string& person);
  // A person's step: screen, refer, dismiss (with a note). Errors: suspicion_state, note_required, stale, needs_person.
  Result<Suspicion> apply(const std::string& id, SuspicionEvent event, const std::string& person,
                          const std::string& note, std::optional<std::int64_t> version = {});
  // For the room of cases, in its own transaction: screened_by_human → referred(case).
  static Result<Suspicion> refer(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& id,
                                 const std::string& actor, const std::string& case_id);
  static std::optional<Suspicion> find(store::Transaction& tx, const std::string& id);

  // What is to be tested next (src/sites/schedule): events first, then what is longest due. `reason`: reported, which
  // is an event; new, which counts as overdue; anything else.
  Result<void> watch(const std::vector<std::string>& hosts, const std::string& reason);
  Result<std::vector<Due>> due(int limit);

  // work.cc: many workers. Tests with ids of the caller's go to the queue; an id is one test, however often it is put.
  Result<void> order(queue::Queue& queue, const std::vector<Ordered>& tests, const std::string& requested_by);
  // What is due, within the day's budget less what waits already; says how many. A site that was handed out is due
  // again in schedule::kHandedOutFor, or when something happens to it.
  Result<std::int64_t> hand_out(queue::Queue& queue, std::int64_t most);
  // The next sites of the campaign that runs, at its pace, while fewer than `waiting_max` tests wait; says how many.
  Result<std::int64_t> hand_out_campaign(queue::Queue& queue, const schedule::Campaigns& campaigns,
                                         std::int64_t waiting_max);
  // Takes tests from the queue until told to stop. Several may work on one queue, in one process or in many; each test
  // is stored once. What is away is waited for (with until_empty for two minutes). Errors: that, and what bundles
  // refuse.
  Result<Worked> work(queue::Queue& queue, const WorkOptions& options);
  // A person's word on what was set aside. Errors: queue_aside_unknown, those of the queue.
  Result<void> retry_aside(queue::Queue& queue, const std::string& key, const std::string& person);
  Result<void> drop_aside(queue::Queue& queue, const std::string& key, const std::string& person);

  struct Inside;

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::testing

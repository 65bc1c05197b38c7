// How well people and scores do: a golden set, second reviews of closed suspicions that are blind, how far reviewers
// agree on each ground, and a report for every month. It measures grounds and months, never persons: nothing here says
// how often one person agreed with others, and nothing is trained on what people answered.
//
// Blind: whoever judges a second time sees the sealed test alone. Neither the first answer nor who gave it is told
// before they have answered, and meanwhile the suspicion's own page is closed to them.
//
// Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <content/calibration.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <reviews/review_rules.h>

namespace muster::bundles {
class Service;
}
namespace muster::jobs {
class Service;
}
namespace muster::testing {
class Service;
}
namespace muster::vault {
class Vault;
}

namespace muster::reviews {

inline constexpr events::Kind kGoldenProposed{"golden_item.proposed", 1, "An item of the golden set was proposed."};
inline constexpr events::Kind kGoldenConfirmed{"golden_item.confirmed", 1,
                                               "An item of the golden set was confirmed by a second person."};
inline constexpr events::Kind kGoldenRetired{"golden_item.retired", 1, "An item of the golden set was retired."};
inline constexpr events::Kind kReviewDrawn{"blind_review.drawn", 1, "A second, blind review was drawn."};
inline constexpr events::Kind kReviewAnswered{"blind_review.answered", 1, "A second, blind review was answered."};
inline constexpr events::Kind kReportMade{"score_report.made", 1, "A month's report on scores and reviewers was made."};

inline constexpr const char* kGoldenRecord = "golden_item";
inline constexpr const char* kReviewRecord = "blind_review";
inline constexpr const char* kReportRecord = "score_report";
inline constexpr const char* kReviewsJob = "second_reviews";
inline constexpr const char* kReportJob = "score_report";
inline constexpr int kTooFew = 30;  // pairs, below which an agreement says little

struct GoldenItem {
  std::string id, run_id, address, ground, answer, state;
  std::string entered_by, confirmed_by, retired_by;
  Instant created_at, state_at;
  std::int64_t row_version = 1;
};
struct GoldenFilter {
  std::string state = {}, ground = {}, after = {};  // id of the last one seen; newest first
  int limit = 50;
};

struct Review {
  std::string id, suspicion_id, golden_id, run_id, ground, month;
  std::string first_answer, first_by, also_by;
  std::string state, taken_by, answer;
  std::optional<Instant> taken_at, answered_at;
  Instant created_at, due_at;
  std::int64_t row_version = 1;
};

// Of one ground in one month.
struct Agreement {
  std::string month, ground;
  std::int64_t pairs = 0, agreed = 0;         // second reviews answered; where both said the same
  double kappa = 0, alpha = 0;                // Cohen, Krippendorff
  std::int64_t golden = 0, golden_right = 0;  // items of the golden set answered; as two persons know them
  std::int64_t waiting = 0, lapsed = 0;
  bool too_few() const { return pairs < kTooFew; }
};

// How what is in force scores the golden set.
struct GoldenScore {
  std::string ground;
  std::int64_t violations = 0, found = 0;  // found: at or above the clue's threshold
  std::int64_t none = 0, false_clues = 0;
  std::int64_t unreadable = 0;  // the evidence is gone, or holds no page
};

struct BundleDrift {
  std::string sha256, name, version;
  double index = 0;                    // population stability index against the month before
  std::int64_t before = 0, pages = 0;  // pages
};
struct Report {
  std::string month;
  Instant made_at;
  content::Reliability reliability;
  std::vector<BundleDrift> drift;
  std::vector<Agreement> agreement;
  std::vector<GoldenScore> golden;
  double drift_max() const;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const vault::Vault& vault, testing::Service& testing, bundles::Service& bundles)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        vault_(vault),
        testing_(testing),
        bundles_(bundles) {}

  // --- golden set: one person enters a sealed test with its answer, another one says the answer without being told it.
  // Errors: golden_answer, golden_ground, golden_personal (an address that may name a person), golden_known,
  // test_not_found, test_failed, needs_person.
  Result<GoldenItem> propose(const std::string& run_id, const std::string& ground, const std::string& answer,
                             const std::string& person) const;
  // Errors: golden_unknown, golden_state, two_persons_needed, golden_answers_differ (it stays proposed), stale.
  Result<GoldenItem> confirm(const std::string& id, const std::string& answer, const std::string& person) const;
  Result<GoldenItem> retire(const std::string& id, const std::string& person) const;
  Result<GoldenItem> golden(const std::string& id) const;
  Result<std::vector<GoldenItem>> golden_items(const GoldenFilter& filter) const;
  Result<std::vector<GoldenScore>> score_golden() const;

  // --- second reviews
  // Draws from what was closed since the last call, lapses what nobody answered in time; each month, draws items of the
  // golden set. Returns how many were drawn.
  Result<int> tick() const;
  // The oldest that waits and that this person has not judged before. Errors: review_none, review_open (one that the
  // person took is not answered yet), needs_person.
  Result<Review> take(const std::string& person) const;
  // Errors: review_unknown (or somebody else's), review_state, review_answer.
  Result<Review> answer(const std::string& id, const std::string& answer, const std::string& person) const;
  Result<Review> give_back(const std::string& id, const std::string& person) const;
  Result<Review> review(const std::string& id) const;
  Result<std::vector<Review>> taken_by(const std::string& person) const;  // open ones
  Result<std::int64_t> waiting_for(const std::string& person) const;      // counted up to 1,000
  // Whether this suspicion is closed to the person for now.
  Result<bool> is_blind(const std::string& suspicion_id, const std::string& person) const;

  // By month (newest first) and ground, of at most `months` months up to `last`. Errors: month_form.
  Result<std::vector<Agreement>> agreement(const std::string& last, int months) const;

  // --- reports
  // Of a month as it stands now; keeps nothing. Errors: month_form.
  Result<Report> make_report(const std::string& month) const;
  // Makes and keeps the report of the month that ended last, where there is none. Returns its month, "": nothing to do.
  Result<std::string> keep_report() const;
  Result<std::optional<Report>> report(const std::string& month) const;  // as it was kept
  Result<std::vector<Report>> reports(int limit) const;                  // newest first

 private:
  Result<int> draw_closed() const;
  Result<int> draw_golden() const;
  Result<void> lapse() const;
  Result<Review> step(const std::string& id, ReviewEvent event, const std::string& answer,
                      const std::string& person) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const vault::Vault& vault_;
  testing::Service& testing_;
  bundles::Service& bundles_;
};

// Second reviews every few minutes; a look once a day whether a month's report is to be made.
Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now);

std::string report_json(const Report& report);  // what is kept, and what the interface tells
Result<Report> read_report(const std::string& month, Instant made_at, const std::string& json);

}  // namespace muster::reviews

// Figures: events are folded into them as they come (`ingest`), made anew from all events when somebody doubts them or
// the definitions changed (`recompute`), and published by the month. Reading is by index alone, however many events
// there are. Thread-safe; ingest and recompute of several processes at once are slower, and never wrong.
#pragma once

#include <ledger/recorder.h>
#include <metrics/definition.h>
#include <metrics/figure.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::metrics {

// Body: {"month":"…","editions":n,"sha256":"…"}: of the text of what was published.
inline constexpr events::Kind kPublished{"figures.published", 1, "Figures of a month were published."};
inline constexpr const char* kMonthRecord = "figures";

struct Options {
  int utc_offset_minutes = 0;  // of the calendar whose months are counted
  int batch = 20'000;          // events folded in one transaction, at most: what is in memory, and how long others wait
};

// What stands behind a figure.
struct Behind {
  std::string key;  // what it is counted once by
  std::string record_kind, record_id;
  Instant at;
  std::string cell;
  std::optional<Duration> time;
};
struct BehindPage {
  std::vector<Behind> items;
  std::string next;  // empty at the end
};

struct Difference {
  std::string metric, month, cell;
  std::int64_t was = 0, is = 0;
};
struct Recomputed {
  std::int64_t events = 0;              // that were read, in this call
  bool compared = false;                // false: other definitions, nothing to compare with
  std::vector<Difference> differences;  // at most kDifferencesMax
  bool stopped = false;                 // `go_on` said so; the next call goes on where this one was
};
inline constexpr std::size_t kDifferencesMax = 1000;

// A month of one metric as it was published.
struct PublishedMetric {
  const Definition* definition = nullptr;
  Edition first, latest;  // the same where nothing was restated
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const Definitions& definitions,
          Options options = {})
      : database_(database), recorder_(recorder), definitions_(definitions), options_(options) {}

  const Definitions& definitions() const { return definitions_; }

  // Folds what has happened since; at most `options.batch` events. Returns how many were looked at. 0 as well while the
  // figures are of other definitions (`outdated`).
  Result<int> ingest() const;
  // The figures that there are were made by other definitions than these.
  Result<bool> outdated() const;
  // Reads every event once more, beside the figures in use, which it replaces at the end, in one moment. `go_on` is
  // called with what is read and what there is; false stops. Errors: metrics_changed (another process replaced them
  // meanwhile).
  Result<Recomputed> recompute(const std::function<bool(std::int64_t done, std::int64_t total)>& go_on) const;
  // Publishes the months that are over since `publish_after_days`, and restates what changed since. Returns how many
  // editions it wrote.
  Result<int> publish_due() const;

  // The number of the last event that is counted: figures moved when it did.
  Result<std::int64_t> position() const;

  // --- reading. Errors: metric_unknown, month_form.
  // As they are now, by month, from and until inclusive; 120 months at most.
  Result<std::map<std::string, Cells>> figures(const std::string& metric, const std::string& from,
                                               const std::string& until) const;
  Result<std::vector<Edition>> editions(const std::string& metric, const std::string& from,
                                        const std::string& until) const;
  // What was counted, of cells that have these values of dimensions.
  Result<BehindPage> behind(const std::string& metric, const std::string& month,
                            const std::map<std::string, std::string>& values, const std::string& after,
                            int limit) const;
  Result<std::vector<std::string>> published_months(const std::string& before, int limit) const;  // newest first
  // In the order of the definitions; empty: that month was not published.
  Result<std::vector<PublishedMetric>> published(const std::string& month) const;
  std::string current_month() const;
  Instant end_of(const std::string& month) const { return end_of_month(month, options_.utc_offset_minutes); }

 private:
  Result<std::int64_t> active_generation() const;  // makes the first one
  Result<int> fold_some(std::int64_t generation, const char* state, int limit, std::int64_t until) const;
  Result<std::int64_t> building_generation() const;  // the one under way, or a new one
  Result<std::optional<Recomputed>> replace(std::int64_t built) const;
  Result<void> forget_retired() const;
  Result<int> publish_month(std::int64_t generation, const std::string& month) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const Definitions& definitions_;
  Options options_;
};

}  // namespace muster::metrics

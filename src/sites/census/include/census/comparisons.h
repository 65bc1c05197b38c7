// Comparisons with another system that are kept: run one for a job, read what differs. Thread-safe.
#pragma once

#include <base/time.h>
#include <census/comparison.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <vector>

namespace muster::census {

// Body: {"names":…,"agree":…,"standing_differs":…,"blocked_differs":…}
inline constexpr events::Kind kCompared{"shadow.compared", 1,
                                        "What another system says was compared with what Muster would do."};

inline constexpr std::int64_t kDifferencesKept = 2'000'000;  // of one comparison; those behind are counted alone
inline constexpr std::size_t kComparisonSourceMax = 200;     // bytes of the file's name

struct ComparisonRun {
  std::string id;           // of its job
  std::int64_t number = 0;  // running
  std::string state;        // running, done, failed, cancelled
  std::string source_name, actor;
  Instant started_at;
  std::optional<Instant> finished_at;
  ComparisonCounts counts;
  std::int64_t kept = 0;  // differences that can be read
  std::string error_code, error_sentence;
};
struct ComparisonRunPage {
  std::vector<ComparisonRun> items;
  std::string next;  // empty: no more
};

enum class Differs { any, standing, blocked_here, blocked_there };  // the last two: blocked by one of the two alone
std::optional<Differs> differs_from(std::string_view text);         // "standing"; "" is any
struct DifferenceQuery {
  std::string run_id;
  Differs kind = Differs::any;
  std::optional<Standing> theirs, ours;  // both or none: of that pair alone
  std::string prefix = {};               // of the name
  std::string after = {};                // `next` of the page before
  int limit = 50;
};
struct DifferencePage {
  std::vector<Compared> items;  // by name, then by line
  std::string next;             // empty: no more
};

class Comparisons {
 public:
  Comparisons(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  struct Options {
    std::string id, source_name, actor;
    std::function<void(std::int64_t line, const Error& error)> bad = {};
    std::function<bool(std::int64_t bytes)> on_progress = {};  // false stops
  };
  // Stores in pieces; one that was cut off begins anew, one that is done is answered as it is. Errors: those of
  // compare(); comparison_source, comparison_stopped (it is marked cancelled).
  Result<ComparisonRun> run(std::istream& in, const Register& known,
                            const std::function<bool(const std::string& name)>& blocked, const Options& options) const;

  Result<ComparisonRun> get(const std::string& id) const;                     // comparison_unknown
  Result<ComparisonRunPage> list(const std::string& after, int limit) const;  // newest first; page_cursor
  // Of one that isn't done nothing. Errors: comparison_unknown, comparison_pair, page_cursor, those of a prefix.
  Result<DifferencePage> differences(const DifferenceQuery& query) const;

 private:
  Result<ComparisonRun> begin(const Options& options) const;
  Result<void> end(const ComparisonRun& run) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::census

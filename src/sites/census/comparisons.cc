#include "comparison_store.h"
#include "service_inside.h"
#include <base/text.h>
#include <store/page.h>

#include <algorithm>
#include <charconv>
#include <istream>

#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr const char* kComparisonRecord = "shadow_run";
constexpr int kDeletedAPiece = 100'000;

Error unknown_comparison() {
  return not_found("comparison_unknown", "There is no such comparison.");
}

Result<void> throw_away_differences(store::Database& database, std::int64_t number) {
  for (;;) {
    MUSTER_TRY(const std::int64_t gone, database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
      return delete_differences(tx, number, kDeletedAPiece);
    }));
    if (gone == 0) return {};
  }
}

// "name line", as a page's end is said.
Result<std::pair<std::string, std::int64_t>> difference_cursor(const std::string& text) {
  if (text.empty()) return std::pair<std::string, std::int64_t>();
  const auto space = text.rfind(' ');
  std::int64_t line = 0;
  const char* const end = text.data() + text.size();
  if (space == std::string::npos || std::from_chars(text.data() + space + 1, end, line).ptr != end ||
      space + 1 == text.size())
    return invalid("page_cursor", "This cursor is not one of this list.", "after");
  return std::pair(text.substr(0, space), line);
}

// Differences on their way into the database, a piece at a time.
class KeptDifferences {
 public:
  KeptDifferences(store::Database& database, ComparisonRun& run) : database_(database), run_(run) {}
  void add(const Compared& one) {
    if (run_.kept == kDifferencesKept) return;
    ++run_.kept;
    rows_.push_back(one);
  }
  Result<void> write() {
    if (rows_.empty()) return {};
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      insert_differences(tx, run_.number, rows_);
      return {};
    }));
    rows_.clear();
    return {};
  }

 private:
  store::Database& database_;
  ComparisonRun& run_;
  std::vector<Compared> rows_;
};

}  // namespace

std::optional<Differs> differs_from(std::string_view text) {
  if (text.empty()) return Differs::any;
  if (text == "standing") return Differs::standing;
  if (text == "blocked_here") return Differs::blocked_here;
  if (text == "blocked_there") return Differs::blocked_there;
  return std::nullopt;
}

Result<ComparisonRun> Comparisons::begin(const Options& options) const {
  if (options.source_name.size() > kComparisonSourceMax || !is_valid_utf8(options.source_name))
    return invalid("comparison_source", "The file's name has at most 200 bytes.", "label");
  MUSTER_TRY(auto run, database_.write([&](store::Transaction& tx) -> Result<ComparisonRun> {
    if (auto before = find_comparison(tx, options.id)) return std::move(*before);
    ComparisonRun made;
    made.id = options.id;
    made.state = "running";
    made.source_name = options.source_name;
    made.actor = options.actor;
    made.started_at = recorder_.clock().now();
    made.number = insert_comparison(tx, made);
    return made;
  }));
  if (run.state == "running") MUSTER_CHECK_OK(throw_away_differences(database_, run.number));
  return run;
}

Result<void> Comparisons::end(const ComparisonRun& run) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    finish_comparison(tx, run);
    if (run.state != "done") return {};
    recorder_.record(
        tx, kCompared, run.actor, kComparisonRecord, run.id,
        fmt::format(R"({{"names":{},"agree":{},"standing_differs":{},"blocked_differs":{}}})", run.counts.names,
                    run.counts.agree, run.counts.standing_differs, run.counts.blocked_differs));
    return {};
  });
}

Result<ComparisonRun> Comparisons::run(std::istream& in, const Register& known,
                                       const std::function<bool(const std::string& name)>& blocked,
                                       const Options& options) const {
  MUSTER_TRY(ComparisonRun run, begin(options));
  if (run.state != "running") return run;
  KeptDifferences keeping(database_, run);
  ComparisonVisitors visitors;
  visitors.bad = options.bad;
  visitors.differs = [&](const Compared& c) { keeping.add(c); };
  visitors.progress = [&](std::int64_t bytes) -> Result<void> {
    MUSTER_CHECK_OK(keeping.write());
    if (options.on_progress && !options.on_progress(bytes))
      return refused("comparison_stopped", "The comparison was stopped before its end.");
    return {};
  };
  const auto counts = compare(in, known, blocked, visitors);
  const auto written = counts.ok() ? keeping.write() : Result<void>(counts.error());
  if (written.ok()) {
    run.counts = *counts;
    run.state = "done";
  } else {
    // The database was away: the run stays open, so that it can be taken up again.
    if (written.error().failure == Failure::unavailable) return written.error();
    MUSTER_CHECK_OK(throw_away_differences(database_, run.number));
    run.kept = 0;
    run.state = written.error().code == "comparison_stopped" ? "cancelled" : "failed";
    run.error_code = written.error().code;
    run.error_sentence = written.error().sentence;
  }
  run.finished_at = recorder_.clock().now();
  MUSTER_CHECK_OK(end(run));
  if (!written.ok()) return written.error();
  return run;
}

Result<ComparisonRun> Comparisons::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<ComparisonRun> {
    auto run = find_comparison(tx, id);
    return run ? Result<ComparisonRun>(std::move(*run)) : unknown_comparison();
  });
}

Result<ComparisonRunPage> Comparisons::list(const std::string& after, int limit) const {
  const int most = std::clamp(limit, 1, 500);
  return database_.read([&](store::Transaction& tx) -> Result<ComparisonRunPage> {
    const auto last = after.empty() ? std::nullopt : find_comparison(tx, after);
    if (!last && !after.empty()) return invalid("page_cursor", "This cursor is not one of this list.", "after");
    return store::cut(ComparisonRunPage{list_comparisons(tx, last ? last->number : INT64_MAX, most + 1), ""}, most);
  });
}

Result<DifferencePage> Comparisons::differences(const DifferenceQuery& asked) const {
  const int most = std::clamp(asked.limit, 1, 500);
  DifferenceQuery query = asked;
  MUSTER_TRY(query.prefix, clean_prefix(asked.prefix));
  MUSTER_TRY(const auto after, difference_cursor(asked.after));
  if (query.theirs.has_value() != query.ours.has_value())
    return invalid("comparison_pair", "Ask for what both of the two say, or for neither.", "theirs");
  return database_.read([&](store::Transaction& tx) -> Result<DifferencePage> {
    const auto run = find_comparison(tx, query.run_id);
    if (!run) return unknown_comparison();
    if (run->state != "done") return DifferencePage();  // half-stored differences are nobody's business
    DifferencePage page{select_differences(tx, run->number, query, after.first, after.second, most + 1), ""};
    if (static_cast<int>(page.items.size()) <= most) return page;
    page.items.pop_back();
    page.next = page.items.back().name + " " + std::to_string(page.items.back().line);
    return page;
  });
}

}  // namespace muster::census

#include "comparison_store.h"

#include <base/words.h>
#include <store/key_range.h>

#include <boost/json.hpp>

namespace muster::census {
namespace json = boost::json;
namespace {

using store::Sql;

constexpr Sql kNextComparison{"shadow_next_number", "select coalesce(max(number), 0) + 1 as number from shadow_run"};
constexpr Sql kInsertComparison{
    "shadow_run_insert",
    "insert into shadow_run(number, id, state, source_name, actor, started_at) values(:number, :id, "
    "'running', :source, :actor, :started_at)"};
constexpr Sql kFindComparison{"shadow_run_get", "select * from shadow_run where id = :id"};
constexpr Sql kListComparisons{"shadow_run_list",
                               "select * from shadow_run where number < :before order by number desc limit :limit"};
constexpr Sql kFinishComparison{
    "shadow_run_finish",
    "update shadow_run set state = :state, finished_at = :finished_at, names = :names, agree = :agree, "
    "standing_differs "
    "= :standing, blocked_differs = :blocked, blocked_here = :blocked_here, bad_lines = :bad_lines, kept = :kept, "
    "standings = :standings, error_code = :error_code, error_sentence = :error_sentence where number = :number"};
constexpr Sql kDeleteDifferences{
    "shadow_difference_delete",
    "delete from shadow_difference where run_number = :run and (name, line) in (select name, line "
    "from shadow_difference where run_number = :run order by name, line limit :limit)"};
// One text an index.
#define DIFFERENCES "select * from shadow_difference where run_number = :run "
#define BEHIND \
  "and name >= :low and name < :high and (name, line) > (:low, :after_line) order by name, line limit :limit"
constexpr Sql kAllDifferences{"shadow_differences", DIFFERENCES BEHIND};
constexpr Sql kDifferencesOfStanding{"shadow_differences_of_standing", DIFFERENCES "and standing_differs = 1 " BEHIND};
constexpr Sql kDifferencesOfPair{"shadow_differences_of_pair",
                                 DIFFERENCES "and standing_differs = 1 and theirs = :theirs and ours = :ours " BEHIND};
constexpr Sql kDifferencesOfBlocked{"shadow_differences_of_blocked",
                                    DIFFERENCES "and blocked_differs = 1 and blocked_ours = :here " BEHIND};
#undef BEHIND
#undef DIFFERENCES

// {"theirs ours": n}, those that are not nothing.
std::string standings_text(const ComparisonCounts& counts) {
  json::object out;
  for (const Standing theirs : kAllStandings)
    for (const Standing ours : kAllStandings)
      if (const auto n = counts.standings[static_cast<std::size_t>(theirs)][static_cast<std::size_t>(ours)]; n > 0)
        out[std::string(to_text(theirs)) + " " + std::string(to_text(ours))] = n;
  return json::serialize(out);
}

void read_standings(const std::string& text, ComparisonCounts& counts) {
  const json::value value = json::parse(text);
  for (const auto& [pair, n] : value.as_object()) {
    const std::string_view words = pair;
    const auto space = words.find(' ');
    const auto theirs = known(standing_from(words.substr(0, space))),
               ours = known(standing_from(words.substr(space + 1)));
    counts.standings[static_cast<std::size_t>(theirs)][static_cast<std::size_t>(ours)] = n.as_int64();
  }
}

ComparisonRun comparison_of(const store::Row& row) {
  ComparisonRun run;
  run.number = row.integer("number");
  run.id = row.text("id");
  run.state = row.text("state");
  run.source_name = row.text("source_name");
  run.actor = row.text("actor");
  run.started_at = row.instant("started_at");
  run.finished_at = row.maybe_instant("finished_at");
  run.counts.names = row.integer("names");
  run.counts.agree = row.integer("agree");
  run.counts.standing_differs = row.integer("standing_differs");
  run.counts.blocked_differs = row.integer("blocked_differs");
  run.counts.blocked_here = row.integer("blocked_here");
  run.counts.bad_lines = row.integer("bad_lines");
  run.kept = row.integer("kept");
  read_standings(row.text("standings"), run.counts);
  run.error_code = row.text("error_code");
  run.error_sentence = row.text("error_sentence");
  return run;
}

Compared compared_of(const store::Row& row) {
  Compared out;
  out.name = row.text("name");
  out.line = row.integer("line");
  out.theirs = standing_from(row.text("theirs"));
  out.ours = known(standing_from(row.text("ours")));
  out.rule = known(rule_from(row.text("rule")));
  if (const auto theirs = row.integer("blocked_theirs"); theirs >= 0) out.blocked_theirs = theirs == 1;
  out.blocked_ours = row.flag("blocked_ours");
  return out;
}

}  // namespace

std::int64_t insert_comparison(store::Transaction& tx, const ComparisonRun& run) {
  const auto number = tx.one(kNextComparison)->integer("number");
  tx.run(kInsertComparison, {{"number", number},
                             {"id", run.id},
                             {"source", run.source_name},
                             {"actor", run.actor},
                             {"started_at", run.started_at}});
  return number;
}

std::optional<ComparisonRun> find_comparison(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFindComparison, {{"id", id}});
  return row ? std::optional(comparison_of(*row)) : std::nullopt;
}

std::vector<ComparisonRun> list_comparisons(store::Transaction& tx, std::int64_t before_number, int limit) {
  std::vector<ComparisonRun> out;
  for (const auto& row : tx.query(kListComparisons, {{"before", before_number}, {"limit", limit}}))
    out.push_back(comparison_of(row));
  return out;
}

void finish_comparison(store::Transaction& tx, const ComparisonRun& run) {
  tx.run(kFinishComparison, {{"number", run.number},
                             {"state", run.state},
                             {"finished_at", run.finished_at},
                             {"names", run.counts.names},
                             {"agree", run.counts.agree},
                             {"standing", run.counts.standing_differs},
                             {"blocked", run.counts.blocked_differs},
                             {"blocked_here", run.counts.blocked_here},
                             {"bad_lines", run.counts.bad_lines},
                             {"kept", run.kept},
                             {"standings", standings_text(run.counts)},
                             {"error_code", run.error_code},
                             {"error_sentence", run.error_sentence}});
}

void insert_differences(store::Transaction& tx, std::int64_t number, std::span<const Compared> rows) {
  static constexpr std::string_view kColumns[] = {
      "run_number", "name",           "line",         "theirs",           "ours",
      "rule",       "blocked_theirs", "blocked_ours", "standing_differs", "blocked_differs"};
  auto into = tx.bulk("shadow_difference", kColumns);
  for (const Compared& c : rows) {
    const store::Value values[] = {number,
                                   c.name,
                                   c.line,
                                   std::string(c.theirs ? to_text(*c.theirs) : std::string_view()),
                                   std::string(to_text(c.ours)),
                                   std::string(to_text(c.rule)),
                                   std::int64_t{!c.blocked_theirs   ? -1
                                                : *c.blocked_theirs ? 1
                                                                    : 0},
                                   std::int64_t{c.blocked_ours},
                                   std::int64_t{!c.standing_agrees()},
                                   std::int64_t{!c.blocked_agrees()}};
    into->row(values);
  }
  into->finish();
}

std::int64_t delete_differences(store::Transaction& tx, std::int64_t number, int limit) {
  return tx.run(kDeleteDifferences, {{"run", number}, {"limit", limit}});
}

std::vector<Compared> select_differences(store::Transaction& tx, std::int64_t number, const DifferenceQuery& query,
                                         const std::string& after_name, std::int64_t after_line, int limit) {
  const auto range = store::keys_from(query.prefix, after_name);
  store::Binds binds{
      {"run", number}, {"low", range.low}, {"high", range.high}, {"after_line", after_line}, {"limit", limit}};
  const Sql* sql = &kAllDifferences;
  if (query.theirs) {
    sql = &kDifferencesOfPair;
    binds.emplace_back("theirs", std::string(to_text(*query.theirs)));
    binds.emplace_back("ours", std::string(to_text(*query.ours)));
  } else if (query.kind == Differs::standing) {
    sql = &kDifferencesOfStanding;
  } else if (query.kind != Differs::any) {
    sql = &kDifferencesOfBlocked;
    binds.emplace_back("here", std::int64_t{query.kind == Differs::blocked_here});
  }
  std::vector<Compared> out;
  for (const auto& row : tx.query(*sql, binds)) out.push_back(compared_of(row));
  return out;
}

}  // namespace muster::census

#include "bundle_store.h"

namespace muster::bundles::rows {
namespace {

constexpr store::Sql kInsertRerun{
    "bundle_rerun_insert",
    "insert into bundle_rerun(id, sha256, job_id, asked_by, asked_at, pages_max, cursor, pages, skipped, clues_before, "
    "clues_after, gained, lost) values(:id, :sha256, :job_id, :asked_by, :asked_at, :pages_max, '', 0, 0, 0, 0, 0, 0)"};
constexpr store::Sql kUpdateRerun{
    "bundle_rerun_update",
    "update bundle_rerun set job_id = :job_id, cursor = :cursor, pages = :pages, skipped = :skipped, clues_before = "
    ":clues_before, "
    "clues_after = :clues_after, gained = :gained, lost = :lost, finished_at = :finished_at where "
    "id = :id"};
constexpr store::Sql kRerun{"bundle_rerun_find", "select * from bundle_rerun where id = :id"};
constexpr store::Sql kReruns{"bundle_reruns",
                             "select * from bundle_rerun where sha256 = :sha256 order by id desc limit 50"};
constexpr store::Sql kRerunDone{
    "bundle_rerun_done",
    "select id from bundle_rerun where sha256 = :sha256 and finished_at is not null order by id desc limit 1"};
constexpr store::Sql kInsertChange{
    "bundle_rerun_change_insert",
    "insert into bundle_rerun_change(rerun_id, run_id, before_score, after_score, top_reason) values(:rerun_id, "
    ":run_id, :before_score, :after_score, :top_reason)"};
constexpr store::Sql kChanges{
    "bundle_rerun_changes",
    "select * from bundle_rerun_change where rerun_id = :rerun_id and run_id > :after order by run_id limit :limit"};

constexpr store::Sql kCount{
    "bundle_count_add",
    "insert into bundle_count(sha256, day, tenth, pages, hits, clues) values(:sha256, :day, :tenth, 1, :hits, :clues) "
    "on conflict(sha256, day, tenth) do update set pages = bundle_count.pages + 1, hits = bundle_count.hits + "
    "excluded.hits, clues = bundle_count.clues + excluded.clues"};
constexpr store::Sql kCounts{
    "bundle_counts",
    "select * from bundle_count where sha256 = :sha256 and day >= :day order by day, tenth limit 10000"};
constexpr store::Sql kKeep{
    "test_score_insert",
    "insert into test_score(run_id, bundle, ground, score, method) values(:run_id, :bundle, :ground, :score, :method)"};
constexpr store::Sql kKept{"test_scores_of_run",
                           "select * from test_score where run_id = :run_id order by score desc, bundle limit 1000"};

Rerun read_rerun(const store::Row& row) {
  Rerun out;
  out.id = row.text("id");
  out.sha256 = row.text("sha256");
  out.job_id = row.text("job_id");
  out.asked_by = row.text("asked_by");
  out.asked_at = row.instant("asked_at");
  out.pages_max = row.integer("pages_max");
  out.cursor = row.text("cursor");
  out.pages = row.integer("pages");
  out.skipped = row.integer("skipped");
  out.clues_before = row.integer("clues_before");
  out.clues_after = row.integer("clues_after");
  out.gained = row.integer("gained");
  out.lost = row.integer("lost");
  out.finished_at = row.maybe_instant("finished_at");
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Rerun& r) {
  tx.run(kInsertRerun, {{"id", r.id},
                        {"sha256", r.sha256},
                        {"job_id", r.job_id},
                        {"asked_by", r.asked_by},
                        {"asked_at", r.asked_at},
                        {"pages_max", r.pages_max}});
}

void update(store::Transaction& tx, const Rerun& r) {
  tx.run(kUpdateRerun, {{"job_id", r.job_id},
                        {"cursor", r.cursor},
                        {"pages", r.pages},
                        {"skipped", r.skipped},
                        {"clues_before", r.clues_before},
                        {"clues_after", r.clues_after},
                        {"gained", r.gained},
                        {"lost", r.lost},
                        {"finished_at", r.finished_at},
                        {"id", r.id}});
}

std::optional<Rerun> rerun(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kRerun, {{"id", id}});
  return row ? std::optional(read_rerun(*row)) : std::nullopt;
}

std::vector<Rerun> reruns(store::Transaction& tx, const std::string& sha256) {
  std::vector<Rerun> out;
  for (const auto& row : tx.query(kReruns, {{"sha256", sha256}})) out.push_back(read_rerun(row));
  return out;
}

bool rerun_finished(store::Transaction& tx, const std::string& sha256) {
  return tx.one(kRerunDone, {{"sha256", sha256}}).has_value();
}

void insert(store::Transaction& tx, const std::string& rerun_id, const RerunChange& change) {
  tx.run(kInsertChange, {{"rerun_id", rerun_id},
                         {"run_id", change.run_id},
                         {"before_score", change.before},
                         {"after_score", change.after},
                         {"top_reason", change.top_reason}});
}

std::vector<RerunChange> changes(store::Transaction& tx, const std::string& rerun_id, const std::string& after,
                                 int limit) {
  std::vector<RerunChange> out;
  for (const auto& row : tx.query(kChanges, {{"rerun_id", rerun_id}, {"after", after}, {"limit", limit}}))
    out.push_back({row.text("run_id"), row.text("top_reason"), row.real("before_score"), row.real("after_score")});
  return out;
}

void count(store::Transaction& tx, const BundleScore& score, const std::string& day) {
  const int tenth = std::clamp(static_cast<int>(score.score * 10), 0, 9);
  tx.run(kCount,
         {{"sha256", score.bundle}, {"day", day}, {"tenth", tenth}, {"hits", score.hits}, {"clues", score.clue}});
}

std::vector<DayCount> counts(store::Transaction& tx, const std::string& sha256, const std::string& from_day) {
  std::vector<DayCount> out;
  for (const auto& row : tx.query(kCounts, {{"sha256", sha256}, {"day", from_day}})) {
    if (out.empty() || out.back().day != row.text("day")) out.push_back({row.text("day")});
    DayCount& day = out.back();
    const auto pages = row.integer("pages");
    day.pages += pages;
    day.hits += row.integer("hits");
    day.clues += row.integer("clues");
    day.tenths[row.integer("tenth")] += pages;
  }
  return out;
}

void keep(store::Transaction& tx, const std::string& run_id, const BundleScore& score) {
  tx.run(kKeep, {{"run_id", run_id},
                 {"bundle", score.bundle},
                 {"ground", score.ground},
                 {"score", score.score},
                 {"method", score.method}});
}

std::vector<BundleScore> kept(store::Transaction& tx, const std::string& run_id) {
  std::vector<BundleScore> out;
  for (const auto& row : tx.query(kKept, {{"run_id", run_id}})) {
    BundleScore score;
    score.bundle = row.text("bundle");
    score.ground = row.text("ground");
    score.score = row.real("score");
    score.method = row.integer("method");
    out.push_back(std::move(score));
  }
  return out;
}

}  // namespace muster::bundles::rows

#include "retention_store.h"

namespace muster::evidence::kept {
namespace {

using store::Sql;

constexpr Sql kDue{"evidence_due",
                   "select r.id, r.url, r.evidence_path, r.evidence_sha256, r.finished_at from evidence_waiting w join "
                   "test_run r on r.id = w.run_id where w.counts_from <= :until order by w.counts_from, w.run_id limit "
                   ":limit"};
constexpr Sql kDueCount{"evidence_due_count", "select count(*) as n from evidence_waiting where counts_from <= :until"};
constexpr Sql kFind{"evidence_waiting_find",
                    "select id, url, evidence_path, evidence_sha256, finished_at from test_run where id = :id"};
constexpr Sql kKeepers{"evidence_keepers",
                       "select kind, ref, label, stands, since, ends_at from evidence_keeper where run_id = :id"};
constexpr Sql kOfCase{"evidence_tests_of_case",
                      "select distinct run_id from evidence_of_case where case_id = :id order by run_id limit :limit"};
constexpr Sql kPutOff{"evidence_put_off", "update evidence_waiting set counts_from = :from where run_id = :id"};
constexpr Sql kDestroy{
    "evidence_destroy",
    "insert into evidence_destroyed(run_id, at, rule, term, policy_sha256, path, sha256, destroyed_by) values(:id, "
    ":at, :rule, :term, :policy, :path, :sha256, :by)"};
constexpr Sql kNoMore{"evidence_waits_no_more", "delete from evidence_waiting where run_id = :id"};
constexpr Sql kHops{"evidence_destroyed_hops",
                    "select seq, url, status, started_at, body_sha256 from test_hop where run_id = :id and status > 0 "
                    "order by seq"};
constexpr Sql kAnswer{"evidence_destroyed_answer_insert",
                      "insert into evidence_destroyed_answer(key, timestamp, run_id, seq, url, status, body_sha256) "
                      "values(:key, :timestamp, :id, :seq, :url, :status, :body)"};
constexpr Sql kOpenFiles{"evidence_destroyed_open",
                         "select run_id, path from evidence_destroyed where removed_at is null order by run_id limit "
                         ":limit"};
constexpr Sql kRemoved{"evidence_destroyed_removed",
                       "update evidence_destroyed set removed_at = :at where run_id = :id and removed_at is null"};
constexpr Sql kOpenMonths{"evidence_destroyed_months",
                          "select distinct substr(path, 1, 7) as month from evidence_destroyed where indexed = 0"};
constexpr Sql kUnindexed{"evidence_destroyed_unindexed",
                         "select run_id from evidence_destroyed where indexed = 0 and path = :path"};
// Paths are YYYY/MM/file: those of a month lie between its name with a slash and its name with the next sign.
constexpr Sql kIndexed{"evidence_destroyed_indexed",
                       "update evidence_destroyed set indexed = 1 where indexed = 0 and removed_at is not null and "
                       "path > :month || '/' and path < :month || '0'"};
constexpr Sql kBefore{"evidence_answer_before",
                      "select timestamp, url, run_id from evidence_destroyed_answer where key = :key and timestamp <= "
                      ":timestamp order by timestamp desc, run_id limit 1"};
constexpr Sql kAfter{"evidence_answer_after",
                     "select timestamp, url, run_id from evidence_destroyed_answer where key = :key and timestamp > "
                     ":timestamp order by timestamp, run_id limit 1"};

Waiting waiting_of(const store::Row& row) {
  return {row.text("id"), row.text("url"), row.text("evidence_path"), row.text("evidence_sha256"),
          row.instant("finished_at")};
}

}  // namespace

std::vector<Waiting> due(store::Transaction& tx, Instant until, int limit) {
  std::vector<Waiting> out;
  for (const auto& row : tx.query(kDue, {{"until", until}, {"limit", limit}})) out.push_back(waiting_of(row));
  return out;
}

std::int64_t due_count(store::Transaction& tx, Instant until) {
  return tx.one(kDueCount, {{"until", until}})->integer("n");
}

std::optional<Waiting> find(store::Transaction& tx, const std::string& run_id) {
  const auto row = tx.one(kFind, {{"id", run_id}});
  return row ? std::optional(waiting_of(*row)) : std::nullopt;
}

std::vector<Keeper> keepers(store::Transaction& tx, const std::string& run_id) {
  std::vector<Keeper> out;
  for (const auto& row : tx.query(kKeepers, {{"id", run_id}})) {
    Keeper keeper{row.text("kind"),   row.text("ref"),      row.text("label"),
                  row.flag("stands"), row.instant("since"), row.maybe_instant("ends_at")};
    bool known = false;  // one case, by several ways
    for (const Keeper& before : out) known |= before.kind == keeper.kind && before.ref == keeper.ref;
    if (!known) out.push_back(std::move(keeper));
  }
  return out;
}

std::vector<std::string> tests_of_case(store::Transaction& tx, const std::string& case_id, int limit) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kOfCase, {{"id", case_id}, {"limit", limit}})) out.push_back(row.text("run_id"));
  return out;
}

void put_off(store::Transaction& tx, const std::string& run_id, Instant counts_from) {
  tx.run(kPutOff, {{"id", run_id}, {"from", counts_from}});
}

void destroy(store::Transaction& tx, const testing::Tombstone& t) {
  tx.run(kDestroy, {{"id", t.run_id},
                    {"at", t.at},
                    {"rule", t.rule},
                    {"term", t.term},
                    {"policy", t.policy_sha256},
                    {"path", t.path},
                    {"sha256", t.sha256},
                    {"by", t.destroyed_by}});
  for (const auto& hop : tx.query(kHops, {{"id", t.run_id}}))
    tx.run(kAnswer, {{"key", surt_of(hop.text("url"))},
                     {"timestamp", timestamp_of(to_rfc3339(hop.instant("started_at")))},
                     {"id", t.run_id},
                     {"seq", hop.integer("seq")},
                     {"url", hop.text("url")},
                     {"status", hop.integer("status")},
                     {"body", hop.text("body_sha256")}});
  tx.run(kNoMore, {{"id", t.run_id}});
}

std::vector<OpenFile> open_files(store::Transaction& tx, int limit) {
  std::vector<OpenFile> out;
  for (const auto& row : tx.query(kOpenFiles, {{"limit", limit}}))
    out.push_back({row.text("run_id"), row.text("path")});
  return out;
}

void removed(store::Transaction& tx, const std::string& run_id, Instant at) {
  tx.run(kRemoved, {{"id", run_id}, {"at", at}});
}

std::vector<std::string> open_months(store::Transaction& tx) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kOpenMonths, {})) out.push_back(row.text("month"));
  return out;
}

bool is_unindexed(store::Transaction& tx, const std::string& path) {
  return tx.one(kUnindexed, {{"path", path}}).has_value();
}

void indexed(store::Transaction& tx, const std::string& month) {
  tx.run(kIndexed, {{"month", month}});
}

std::vector<AnswerRow> answers_around(store::Transaction& tx, const std::string& key, const std::string& timestamp) {
  std::vector<AnswerRow> out;
  for (const Sql& sql : {kBefore, kAfter})
    if (const auto row = tx.one(sql, {{"key", key}, {"timestamp", timestamp}}))
      out.push_back({row->text("timestamp"), row->text("url"), row->text("run_id")});
  return out;
}

}  // namespace muster::evidence::kept

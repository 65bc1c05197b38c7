#include "run_store.h"

#include <base/words.h>
#include <store/keys.h>

#include <reconciliation/records.h>

namespace muster::reconciliation {
namespace {

using store::Sql;

#define RUN_COUNTS                                                                                             \
  "theirs, bad, repeated, ours, same, opened, vanished, not_ours, missing_here, missing_there, barred_there, " \
  "barred_here, verified_there, verified_here"
constexpr Sql kInsertRun{
    "reconciliation_insert",
    "insert into reconciliation_run(id, source, name, file_sha256, state, last_msisdn, " RUN_COUNTS
    ", started_by, started_at, ended_at) values(:id, :source, :name, :sha256, 'running', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
    "0, 0, 0, 0, 0, :by, :at, null)"};
constexpr Sql kUpdateRun{
    "reconciliation_update",
    "update reconciliation_run set state = :state, last_msisdn = :last, theirs = :theirs, bad = :bad, repeated = "
    ":repeated, ours = :ours, same = :same, opened = :opened, vanished = :vanished, not_ours = :d0, missing_here = "
    ":d1, missing_there = :d2, barred_there = :d3, barred_here = :d4, verified_there = :d5, verified_here = :d6, "
    "ended_at = :ended where id = :id"};
constexpr Sql kRun{"reconciliation_get", "select * from reconciliation_run where id = :id"};
constexpr Sql kRunning{"reconciliation_running",
                       "select * from reconciliation_run where source = :source and state = 'running'"};
constexpr Sql kRuns{"reconciliation_list",
                    "select * from reconciliation_run where source = :source and id < :before order by id desc limit "
                    ":limit"};
// A holder is not verified while the registration waits for its check, nor where a line was taken over and nobody has
// registered it again; an interval that rests on a transfer is of two verified holders.
constexpr Sql kOurLines{
    "reconciliation_lines",
    "select l.id, l.msisdn, l.state, case when o.id is null or u.state in ('unverified', 'invited', 'barred') or "
    "r.state in ('captured', 'pending') then 0 else 1 end as verified, d.kind from line l left join line_ownership o "
    "on o.line_id = l.id and o.until_at is null left join registration r on r.id = o.ground_ref left join "
    "unverified_line u on u.line_id = l.id left join line_difference d on d.source = :source and d.line_id = l.id "
    "where l.msisdn > :after order by l.msisdn limit :limit"};
constexpr Sql kForeignBetween{"foreign_number_between",
                              "select msisdn from foreign_number where source = :source and msisdn > :after and "
                              "msisdn <= :through order by msisdn"};
constexpr Sql kPut{"line_difference_put",
                   "insert into line_difference(source, line_id, kind, found_at) values(:source, :line, :kind, :at) on "
                   "conflict(source, line_id) do update set kind = excluded.kind, found_at = excluded.found_at"};
constexpr Sql kRemove{"line_difference_remove",
                      "delete from line_difference where source = :source and line_id = :line"};
constexpr Sql kPutForeign{"foreign_number_put",
                          "insert into foreign_number(source, msisdn, found_at) values(:source, :msisdn, :at)"};
constexpr Sql kRemoveForeign{"foreign_number_remove",
                             "delete from foreign_number where source = :source and msisdn = :msisdn"};
constexpr Sql kList{"line_difference_list",
                    "select line_id, found_at from line_difference where source = :source and kind = :kind and line_id "
                    "> :after order by line_id limit :limit"};
constexpr Sql kOfLines{"line_difference_of_lines",
                       "select line_id, kind from line_difference where source = :source and line_id in " MUSTER_KEYS};
constexpr Sql kListForeign{"foreign_number_list",
                           "select msisdn, found_at from foreign_number where source = :source and msisdn > :after "
                           "order by msisdn limit :limit"};

constexpr const char* kCountColumns[kDifferenceCount] = {
    "not_ours", "missing_here", "missing_there", "barred_there", "barred_here", "verified_there", "verified_here"};
constexpr const char* kCountBinds[kDifferenceCount] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6"};

Run run_of(const store::Row& row) {
  Run run;
  run.id = row.text("id");
  run.source = known(source_of(row.text("source")));
  run.name = row.text("name");
  run.file_sha256 = row.text("file_sha256");
  run.state = row.text("state");
  run.cursor = row.integer("last_msisdn");
  Counts& c = run.counts;
  c.theirs = row.integer("theirs");
  c.bad = row.integer("bad");
  c.repeated = row.integer("repeated");
  c.ours = row.integer("ours");
  c.same = row.integer("same");
  c.opened = row.integer("opened");
  c.vanished = row.integer("vanished");
  for (std::size_t i = 0; i < kDifferenceCount; ++i) c.by_difference[i] = row.integer(kCountColumns[i]);
  run.started_by = row.text("started_by");
  run.started_at = row.instant("started_at");
  run.ended_at = row.maybe_instant("ended_at");
  return run;
}
std::optional<Run> maybe_run(const std::optional<store::Row>& row) {
  return row ? std::optional(run_of(*row)) : std::nullopt;
}

}  // namespace

std::map<std::string, Difference> differences_of(store::Transaction& tx, Source source,
                                                 const std::vector<std::string>& line_ids) {
  std::map<std::string, Difference> out;
  store::each_of(
      tx, kOfLines, line_ids,
      [&](const store::Row& row) { out.emplace(row.text("line_id"), known(difference_of(row.text("kind")))); },
      {{"source", to_text(source)}});
  return out;
}

void insert_run(store::Transaction& tx, const Run& run) {
  tx.run(kInsertRun, {{"id", run.id},
                      {"source", to_text(run.source)},
                      {"name", run.name},
                      {"sha256", run.file_sha256},
                      {"by", run.started_by},
                      {"at", run.started_at}});
}

void update_run(store::Transaction& tx, const Run& run) {
  const Counts& c = run.counts;
  store::Binds binds{{"id", run.id},       {"state", run.state},     {"last", run.cursor},   {"theirs", c.theirs},
                     {"bad", c.bad},       {"repeated", c.repeated}, {"ours", c.ours},       {"same", c.same},
                     {"opened", c.opened}, {"vanished", c.vanished}, {"ended", run.ended_at}};
  for (std::size_t i = 0; i < kDifferenceCount; ++i) binds.emplace_back(kCountBinds[i], c.by_difference[i]);
  tx.run(kUpdateRun, binds);
}

std::optional<Run> find_run(store::Transaction& tx, const std::string& id) {
  return maybe_run(tx.one(kRun, {{"id", id}}));
}
std::optional<Run> running_run(store::Transaction& tx, Source source) {
  return maybe_run(tx.one(kRunning, {{"source", to_text(source)}}));
}
std::vector<Run> list_runs(store::Transaction& tx, Source source, const std::string& before, int limit) {
  std::vector<Run> out;
  for (const auto& row :
       tx.query(kRuns, {{"source", to_text(source)}, {"before", before.empty() ? "~" : before}, {"limit", limit}}))
    out.push_back(run_of(row));
  return out;
}

std::vector<OurLine> our_lines(store::Transaction& tx, Source source, std::int64_t after, int limit) {
  std::vector<OurLine> out;
  out.reserve(static_cast<std::size_t>(limit));
  tx.each(kOurLines, {{"source", to_text(source)}, {"after", after}, {"limit", limit}}, [&](const store::Row& row) {
    OurLine line;
    line.id = row.text("id");
    line.msisdn = row.integer("msisdn");
    line.ours = {known(lines::state(row.text("state"))), row.integer("verified") == 1};
    if (const auto kind = row.maybe_text("kind")) line.known = known(difference_of(*kind));
    out.push_back(std::move(line));
    return true;
  });
  return out;
}

std::vector<std::int64_t> foreign_numbers(store::Transaction& tx, Source source, std::int64_t after,
                                          std::int64_t through) {
  std::vector<std::int64_t> out;
  tx.each(kForeignBetween, {{"source", to_text(source)}, {"after", after}, {"through", through}},
          [&](const store::Row& row) {
            out.push_back(row.integer("msisdn"));
            return true;
          });
  return out;
}

void put_difference(store::Transaction& tx, Source source, const std::string& line_id, Difference kind, Instant at) {
  tx.run(kPut, {{"source", to_text(source)}, {"line", line_id}, {"kind", to_text(kind)}, {"at", at}});
}
void remove_difference(store::Transaction& tx, Source source, const std::string& line_id) {
  tx.run(kRemove, {{"source", to_text(source)}, {"line", line_id}});
}
void put_foreign(store::Transaction& tx, Source source, std::int64_t msisdn, Instant at) {
  tx.run(kPutForeign, {{"source", to_text(source)}, {"msisdn", msisdn}, {"at", at}});
}
void remove_foreign(store::Transaction& tx, Source source, std::int64_t msisdn) {
  tx.run(kRemoveForeign, {{"source", to_text(source)}, {"msisdn", msisdn}});
}

std::vector<Open> list_differences(store::Transaction& tx, Source source, Difference kind, const std::string& after,
                                   int limit) {
  std::vector<Open> out;
  for (const auto& row :
       tx.query(kList, {{"source", to_text(source)}, {"kind", to_text(kind)}, {"after", after}, {"limit", limit}}))
    out.push_back({row.text("line_id"), 0, kind, row.instant("found_at")});
  return out;
}
std::vector<Open> list_foreign(store::Transaction& tx, Source source, std::int64_t after, int limit) {
  std::vector<Open> out;
  for (const auto& row : tx.query(kListForeign, {{"source", to_text(source)}, {"after", after}, {"limit", limit}}))
    out.push_back({"", row.integer("msisdn"), Difference::not_ours, row.instant("found_at")});
  return out;
}

}  // namespace muster::reconciliation

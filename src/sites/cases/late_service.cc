// Cases whose time ran out since the last look: each is told of once.
#include "flow.h"

namespace muster::cases {
namespace {

constexpr store::Sql kToldUntil{"case_late_until", "select until_at, last_id from case_late_told where only_row = 1"};
constexpr store::Sql kKeepUntil{"case_late_keep",
                                "insert into case_late_told(only_row, until_at, last_id) values(1, :until, :id) on "
                                "conflict(only_row) do update set until_at = excluded.until_at, last_id = "
                                "excluded.last_id"};
constexpr store::Sql kLate{"case_late",
                           "select id, number, step, due_at from case_file where (due_at, id) > (:from, :id) and "
                           "due_at <= :now and step is not null order by due_at, id limit :limit"};
constexpr const char* kLastOfAll = "~";  // behind every id

}  // namespace

Result<int> Service::tell_late(Instant now, int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    Flow flow(*this, tx, "system:cases");
    const auto told = tx.one(kToldUntil);
    if (!told) {  // what was late before there was this watch is on top of its queue, and told of no more
      tx.run(kKeepUntil, {{"until", now}, {"id", kLastOfAll}});
      return 0;
    }
    const auto rows = tx.query(
        kLate, {{"from", told->instant("until_at")}, {"id", told->text("last_id")}, {"now", now}, {"limit", limit}});
    if (rows.empty()) return 0;
    for (const auto& row : rows)
      flow.record(kCaseLate, kCaseRecord, row.text("id"),
                  Body()
                      .text("number", row.text("number"))
                      .text("step", row.text("step"))
                      .text("due", to_rfc3339(row.instant("due_at"))));
    tx.run(kKeepUntil, {{"until", rows.back().instant("due_at")}, {"id", rows.back().text("id")}});
    return static_cast<int>(rows.size());
  });
}

}  // namespace muster::cases
